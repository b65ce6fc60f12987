package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.train.TrainingLength;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MilestonesTest {
  private final Milestones milestones = new Milestones(new TrainingLength(3, 5), 4, 6);

  @Test
  void theLastStepIsAlwaysOne() {
    assertThat(milestones.steps()).isEqualTo(15);
    assertThat(after(milestones::evaluateAfter)).containsExactly(4, 8, 12, 15);
    assertThat(after(milestones::checkpointAfter)).containsExactly(6, 12, 15);
    assertThat(after(milestones::snapshotAfter)).containsExactly(4, 6, 8, 12, 15);
  }

  @Test
  void anEpochEndsWithItsLastStep() {
    assertThat(LongStream.of(0, 1, 5, 6, 10, 11, 15).mapToInt(milestones::epochOf))
        .containsExactly(1, 1, 1, 2, 2, 3, 3);
  }

  private long[] after(java.util.function.LongPredicate pause) {
    return LongStream.rangeClosed(0, milestones.steps()).filter(pause).toArray();
  }
}
