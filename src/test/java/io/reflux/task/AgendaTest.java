package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.rundir.StepChange;
import io.reflux.train.TrainingLength;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private long nanos;

  private Agenda agenda(StepChange... changes) {
    return new Agenda(
        new Milestones(new TrainingLength(3, 5), 4, 6),
        new CheckpointClock(INTERVAL, () -> nanos),
        List.of(changes));
  }

  @Test
  void aRateHoldsFromItsStepOnUntilAnotherOneDoes() {
    Agenda agenda =
        agenda(
            new StepChange(9, StepChange.Kind.LEARNING_RATE, 1),
            new StepChange(4, StepChange.Kind.LEARNING_RATE, 0.5),
            new StepChange(4, StepChange.Kind.LEARNING_RATE, 0.25),
            new StepChange(7, StepChange.Kind.EVALUATE));
    assertThat(LongStream.of(1, 3, 4, 8, 9, 15).mapToDouble(agenda::rate))
        .containsExactly(1.0, 1.0, 0.25, 0.25, 1.0, 1.0);
  }

  @Test
  void whatItIsToldComesBesideTheMilestones() {
    Agenda agenda =
        agenda(
            new StepChange(5, StepChange.Kind.EVALUATE),
            new StepChange(7, StepChange.Kind.CHECKPOINT));
    assertThat(steps(agenda::evaluateAfter)).containsExactly(4, 5, 8, 12, 15);
    assertThat(steps(agenda::checkpointAfter)).containsExactly(6, 7, 12, 15);
    assertThat(steps(agenda::snapshotAfter)).containsExactly(4, 5, 6, 7, 8, 12, 15);
  }

  @Test
  void aCheckpointThatIsDueByTimeIsWrittenAfterTheNextStepThatIsLetIn() {
    Agenda agenda = agenda();
    agenda.letIn(1);
    assertThat(agenda.checkpointAfter(1)).isFalse();
    nanos += INTERVAL.toNanos();
    agenda.letIn(2);
    agenda.letIn(3);
    assertThat(steps(agenda::checkpointAfter)).containsExactly(2, 6, 12, 15);
    assertThat(steps(agenda::isByTimeAlone)).containsExactly(2);
    agenda.passed(2);
    assertThat(steps(agenda::checkpointAfter)).containsExactly(6, 12, 15);
  }

  @Test
  void anotherCheckpointBeginsTheTimeAgain() {
    Agenda agenda = agenda();
    nanos += INTERVAL.toNanos();
    agenda.letIn(6);
    agenda.letIn(7);
    assertThat(agenda.checkpointAfter(7)).isFalse();
  }

  private static long[] steps(java.util.function.LongPredicate told) {
    return LongStream.rangeClosed(1, 15).filter(told).toArray();
  }
}
