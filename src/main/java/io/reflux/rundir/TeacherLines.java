package io.reflux.rundir;

import io.reflux.pipeline.TeacherName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A task's teachers among its curves: level lines, as they learn nothing, which grow with the
 * students' evaluations. They lie where those of a student of the name {@code teacher} would.
 */
final class TeacherLines {
  private static final String NAME = "teacher";

  private final TaskCurves curves;
  private final Map<String, Map<String, Double>> teachers = new LinkedHashMap<>();
  private long drawn = -1;

  /** Lines that are drawn among some curves, from their beginning. */
  TeacherLines(TaskCurves curves) {
    this.curves = curves;
  }

  /**
   * The teachers' metrics by the names of their curves.
   *
   * @param names of all teachers
   * @param addressed their metrics, as others call them
   */
  static Map<String, Map<String, Double>> named(
      Collection<TeacherName> names, Map<String, Double> addressed) {
    Map<String, Map<String, Double>> named = new LinkedHashMap<>();
    for (TeacherName name : names) {
      Map<String, Double> own = new LinkedHashMap<>();
      name.own(addressed.keySet())
          .forEach(metric -> own.put(metric, addressed.get(name.address(metric))));
      if (!own.isEmpty()) {
        named.put(name.of(NAME), own);
      }
    }
    return named;
  }

  /** Takes teachers, whose lines begin. */
  void add(Map<String, Map<String, Double>> named) {
    teachers.putAll(named);
    named.forEach((name, metrics) -> draw(name, metrics, 0));
  }

  /** Draws all lines up to a step, at which somebody was evaluated. */
  void reach(long step) {
    if (step > drawn) {
      drawn = step;
      teachers.forEach((name, metrics) -> draw(name, metrics, step));
    }
  }

  private void draw(String name, Map<String, Double> metrics, long step) {
    metrics.forEach((metric, value) -> curves.add(name, step, metric, value));
  }
}
