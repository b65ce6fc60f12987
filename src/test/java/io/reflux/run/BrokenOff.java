package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.method.Method;
import io.reflux.pipeline.Pipeline;
import io.reflux.stage.RunEvent;
import io.reflux.stage.StageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A run that breaks off in the middle of a task's second epoch, and goes on.
 *
 * @param pipeline what is run
 * @param folder where it is run: whole, and broken off
 */
record BrokenOff(Pipeline pipeline, Path folder) {
  private static final int BROKEN_AT = TinyPipeline.STEPS_PER_EPOCH + 3;

  /**
   * Runs a pipeline whole, and broken off and resumed: both come to the same, to the bit.
   *
   * @param folder where both are run
   * @param breaking true for the methods whose step fails
   * @return what it came to
   */
  static Series goesOnToTheBit(Pipeline pipeline, Path folder, Predicate<Method> breaking)
      throws Exception {
    BrokenOff run = new BrokenOff(pipeline, folder);
    Series expected = run.whole();
    run.breakOff(breaking);
    assertThat(run.resumed()).isEqualTo(expected);
    return expected;
  }

  /** What it comes to in one go. */
  Series whole() {
    return Series.of(pipeline, folder.resolve("whole"));
  }

  /** Runs until the methods' step fails. */
  void breakOff(Predicate<Method> breaking) {
    Trial broken = Trial.of(pipeline, broken(), new PoisonedStages(BROKEN_AT, breaking));
    assertThat(broken.end()).isInstanceOf(RunEnd.Failed.class);
  }

  /** What it comes to when it goes on. */
  Series resumed() throws IOException {
    return resumed("resumed", new StageFactory());
  }

  /**
   * What a copy of it comes to when it goes on with stages of another making.
   *
   * @param name a folder beside it
   */
  Series resumed(String name, StageFactory stages) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(broken())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(broken().relativize(file).toString()));
      }
    }
    return resumed(copy, stages);
  }

  private Series resumed(Path run, StageFactory stages) {
    Trial resumed = Trial.of(pipeline, run, stages);
    resumed.completed();
    List<RunEvent.TaskStarted> started = resumed.heard(RunEvent.TaskStarted.class);
    assertThat(started).anyMatch(e -> e.fromStep() > 0);
    return Series.of(resumed.directory());
  }

  private Path broken() {
    return folder.resolve("broken");
  }
}
