package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.batch.BatchPlan;
import io.reflux.chance.Chance;
import io.reflux.sampler.Sampler;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.StreamSupport;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class EpochPlansTest {
  private static final int PER_EPOCH = 3;
  private static final int STEPS = 4 * PER_EPOCH;

  @Test
  void goingOnAtAnyStepGivesThePlansThatWouldHaveCome() {
    List<String> all = told(0, 0);
    assertThat(all).hasSize(STEPS).doesNotHaveDuplicates();
    for (int step = 0; step <= STEPS; step++) {
      assertThat(told(0, step)).isEqualTo(all.subList(step, STEPS));
    }
  }

  @Test
  void viewsRepeatAfterThePeriodAndExamplesDoNot() {
    List<BatchPlan> plans = plans(2, 0);
    assertThat(plans)
        .extracting(BatchPlan::epoch)
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
    assertThat(plans)
        .extracting(BatchPlan::viewEpoch)
        .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1);
    assertThat(plans.get(0).chanceOf(5, 0, 1)).isEqualTo(plans.get(6).chanceOf(5, 0, 1));
    assertThat(plans.get(0).chanceOf(5, 0, 1)).isNotEqualTo(plans.get(3).chanceOf(5, 0, 1));
    assertThat(plans.get(0).exampleIds()).isNotEqualTo(plans.get(6).exampleIds());
  }

  @Test
  void labelsAreTheDatasets() {
    for (BatchPlan plan : plans(0, 0)) {
      assertThat(plan.labels())
          .isEqualTo(Arrays.stream(plan.exampleIds()).map(id -> id % 7).toArray());
    }
  }

  @Test
  void pastTheEndThereIsNoPlan() {
    var plans = over(0, STEPS).iterator();
    assertThat(plans.hasNext()).isFalse();
    Assertions.assertThatThrownBy(plans::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void whatIsDrawnAgainInAnEpochIsCountedAlsoAfterAResume() {
    List<int[]> epoch = List.of(new int[] {4, 4}, new int[] {5, 4}, new int[] {5, 6});
    for (int fromStep = 0; fromStep < 3; fromStep++) {
      EpochPlans plans =
          new EpochPlans(
              new Fixed(epoch),
              new NumberedExamples(1000, 7),
              new EpochPlans.Shape(6, 1, 0),
              Chance.of(3),
              fromStep);
      assertThat(StreamSupport.stream(plans.spliterator(), false))
          .extracting(plan -> Arrays.toString(plan.draws()))
          .containsExactlyElementsOf(
              List.of("[0, 1]", "[0, 2]", "[1, 0]", "[0, 1]", "[0, 2]", "[1, 0]")
                  .subList(fromStep, 6));
    }
  }

  private static List<String> told(int period, long fromStep) {
    return plans(period, fromStep).stream()
        .map(p -> p.globalStep() + ":" + p.step() + Arrays.toString(p.exampleIds()))
        .toList();
  }

  private static List<BatchPlan> plans(int period, long fromStep) {
    return StreamSupport.stream(over(period, fromStep).spliterator(), false).toList();
  }

  private static EpochPlans over(int period, long fromStep) {
    return new EpochPlans(
        new Drawn(),
        new NumberedExamples(1000, 7),
        new EpochPlans.Shape(STEPS, 2, period),
        Chance.of(3),
        fromStep);
  }

  /** Batches of two, drawn. */
  private record Drawn() implements Sampler {
    @Override
    public List<int[]> epoch(Chance chance) {
      var draws = chance.draws();
      return java.util.stream.IntStream.range(0, PER_EPOCH)
          .mapToObj(i -> new int[] {draws.nextInt(1000), draws.nextInt(1000)})
          .toList();
    }

    @Override
    public int stepsPerEpoch() {
      return PER_EPOCH;
    }
  }

  /** The same batches in every epoch. */
  private record Fixed(List<int[]> batches) implements Sampler {
    @Override
    public List<int[]> epoch(Chance chance) {
      return batches;
    }

    @Override
    public int stepsPerEpoch() {
      return batches.size();
    }
  }
}
