package io.reflux.pipeline;

import io.reflux.setting.Section;
import io.reflux.setting.Span;
import io.reflux.teacher.CacheMode;
import io.reflux.teacher.CacheSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether disks have room for what a training writes: its teachers' answers, its checkpoints. */
final class DiskCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DiskCheck.class);

  /** Of a weight: itself, and the two moments of Adam. */
  private static final long VALUES_OF_A_WEIGHT = 3;

  private final String task;
  private final Learn learn;
  private long bytesBesideTheRun;

  DiskCheck(TaskDraft draft, Learn learn) {
    this.task = draft.name();
    this.learn = learn;
  }

  /**
   * Notes a cache that can't lie where it is to, or that has no room there.
   *
   * @param use where the teacher was written
   * @param answers what is kept
   */
  void cache(Section use, Map.Entry<TeacherName, TeacherSpec> teacher, Answers answers) {
    CacheSettings cache = teacher.getValue().cache();
    if (cache.mode() == CacheMode.OFF) {
      return;
    }
    Set<String> asked = new TreeSet<>();
    learn.students().values().forEach(s -> asked.addAll(s.method().value().teacherOutputs()));
    long values = 0;
    for (String output : teacher.getKey().own(asked)) {
      long[] row = answers.rows().getOrDefault(output, new long[] {0});
      values += Arrays.stream(row).reduce(1, Math::multiplyExact);
    }
    long times =
        cache.mode() == CacheMode.CLEAN
            ? 1
            : (long) Math.min(cache.period(), learn.epochs()) * learn.taughtViews().size();
    long bytes = values * times * answers.examples() * cache.elementType().bytes();
    Path folder = Path.of(cache.directory());
    if (folder.isAbsolute()) {
      Section section = use.section("cache");
      Path there = nearest(folder);
      if (!Files.isDirectory(there) || !Files.isWritable(there)) {
        section.refuse("directory", "a folder that can be made");
      } else if (bytes - used(folder) > free(there)) {
        section.refuse("directory", words(bytes, free(there)));
      }
    } else {
      bytesBesideTheRun += bytes;
    }
  }

  /**
   * What a teacher answers to.
   *
   * @param rows the shape of a row of each of its outputs
   * @param examples how many the training split has
   */
  record Answers(Map<String, long[]> rows, int examples) {}

  /** Tells, of what is written into the run directory, that it is more than this disk has. */
  void runDirectory() {
    CheckpointSpec.Keep keep = learn.checkpoint().keep();
    long epochs =
        keep.every().unit() == Span.Unit.EPOCHS && keep.every().count() > 0
            ? learn.epochs() / keep.every().count()
            : 0;
    long one = learn.students().values().stream().mapToLong(DiskCheck::checkpoint).sum();
    long bytes = bytesBesideTheRun + one * (keep.last() + 2 + epochs);
    long free = free(nearest(Path.of("runs").toAbsolutePath()));
    if (bytes > free) {
      LOG.warn(
          "{}: cache and checkpoints may take {} MiB, {} MiB are free here (--run-dir takes another"
              + " disk; cache.period, cache.element-type and checkpoint say how much it is)",
          task,
          bytes >> 20,
          free >> 20);
    }
  }

  private static long checkpoint(StudentSpec student) {
    return student.network().build().weights() * Float.BYTES * VALUES_OF_A_WEIGHT;
  }

  private static String words(long needed, long free) {
    return "a folder on a disk with %d MiB, of which %d are free"
        .formatted(needed >> 20, free >> 20);
  }

  private static Path nearest(Path folder) {
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": its disk can't be asked", e);
    }
  }

  private static long used(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": can't be listed", e);
    }
  }
}
