package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.method.Method;
import io.reflux.pipeline.Pipeline;
import io.reflux.stage.RunEvent;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A run that breaks off in the middle of a task's second epoch, and goes on. */
final class BrokenOff {
  private static final int BROKEN_AT = TinyPipeline.STEPS_PER_EPOCH + 3;

  private BrokenOff() {}

  /**
   * Runs a pipeline whole, and broken off and resumed: both come to the same, to the bit.
   *
   * @param folder where both are run
   * @param breaking true for the methods whose step fails
   * @return what it came to
   */
  static Series goesOnToTheBit(Pipeline pipeline, Path folder, Predicate<Method> breaking)
      throws Exception {
    Trial whole = Trial.of(pipeline, folder.resolve("whole"));
    whole.completed();
    Series expected = Series.of(whole.directory());
    PoisonedStages poisoned = new PoisonedStages(BROKEN_AT, breaking);
    Trial broken = Trial.of(pipeline, folder.resolve("broken"), poisoned);
    assertThat(broken.end()).isInstanceOf(RunEnd.Failed.class);
    Trial resumed = Trial.of(pipeline, folder.resolve("broken"));
    assertThat(resumed.heard(RunEvent.TaskStarted.class)).anyMatch(e -> e.fromStep() > 0);
    assertThat(Series.of(resumed.directory())).isEqualTo(expected);
    return expected;
  }
}
