package io.reflux.task;

import io.reflux.pipeline.TeacherName;
import io.reflux.pipeline.TeacherSpec;
import io.reflux.setting.InputException;
import io.reflux.teacher.CacheMode;
import io.reflux.teacher.CacheNote;
import io.reflux.teacher.CacheSettings;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * One of a task's teachers.
 *
 * @param name its name among them
 * @param spec who it is
 */
record NamedTeacher(TeacherName name, TeacherSpec spec) {

  /** After how many epochs views repeat, because the teachers' answers do; 0 for never. */
  static int period(List<NamedTeacher> teachers) {
    Set<Integer> periods = new TreeSet<>();
    for (NamedTeacher each : teachers) {
      if (each.spec().cache().mode() == CacheMode.REPLAY) {
        periods.add(each.spec().cache().period());
      }
    }
    if (periods.size() > 1) {
      throw new InputException(
          "cache.period: " + periods + " (expected: one for all teachers of a task)");
    }
    return periods.isEmpty() ? 0 : periods.iterator().next();
  }

  /**
   * What people call the things that its cache holds.
   *
   * @param dataset the name of the images
   * @param examples how many there are
   * @param views how many views of each it looks at
   */
  CacheNote note(String dataset, int examples, int views) {
    CacheSettings cache = spec.cache();
    return new CacheNote(
        spec.source().words(),
        spec.precision().name().toLowerCase(Locale.ROOT),
        dataset,
        examples,
        views,
        cache.mode() == CacheMode.REPLAY ? cache.period() : 0);
  }
}
