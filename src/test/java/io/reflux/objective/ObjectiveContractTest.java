package io.reflux.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.catalogue.Objectives;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every loss of the catalogue keeps to; a new entry is held to it without a line here. */
class ObjectiveContractTest {
  /** Without what looks at each row alone, where there is such a term. */
  private static final Map<String, String> UNREGULARISED =
      Map.of(
          "lifted", "l2-weight = 0",
          "n-pair", "l2-weight = 0",
          "angular", "l2-weight = 0",
          "snr", "regularization = 0",
          "s2sd", "weight = 0, feature-distillation = false");

  private static final String ROTATION = "image-rotation";

  /**
   * But for those of which a part is a constant by definition; see {@link PlainSelfTest} and {@link
   * StoppedGradientsTest}.
   */
  @TestFactory
  Stream<DynamicTest> theGradientIsTheDerivative() {
    Set<String> stopped =
        Stream.concat(PlainSelfTest.stopped(), StoppedGradientsTest.stopped())
            .collect(Collectors.toSet());
    return each(
        "gradient",
        name -> {
          assumeThat(stopped).as("its gradient is that of a surrogate").doesNotContain(name);
          try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
            TrialBatch batch = new TrialBatch(Objectives.CATALOGUE.withDefaults(name), scope);
            LossInput input = batch.input();
            FiniteDifferences.check(
                batch.loss(input),
                input,
                () -> Autograd.paused(() -> batch.loss(input).value().getDouble()));
          }
        });
  }

  /** Where the order has a meaning, what it means stays: views, or who comes first of a class. */
  @TestFactory
  Stream<DynamicTest> theOrderOfTheBatchDoesNotMatter() {
    return each(
        "shuffled",
        name -> {
          try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
            TrialBatch batch = new TrialBatch(Objectives.CATALOGUE.withDefaults(name), scope);
            LossInput input = batch.input();
            int[] order = batch.order(input, name.equals("n-pairs"));
            double value = batch.loss(input).value().getDouble();
            double shuffled = batch.loss(batch.inOrder(input, order)).value().getDouble();
            assertThat(shuffled).isCloseTo(value, within(1e-10 * Math.max(1, Math.abs(value))));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> lossAndGradientAreFiniteForAwkwardBatches() {
    return each(
        "awkward",
        name -> {
          for (String awkward : TrialBatch.AWKWARD) {
            try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
              TrialBatch batch = new TrialBatch(Objectives.CATALOGUE.withDefaults(name), scope);
              LossInput input = batch.awkward(awkward, DataType.FLOAT32);
              Loss loss = batch.loss(input);
              assertThat(loss.value().getDataType()).as(awkward).isEqualTo(DataType.FLOAT32);
              assertThat(loss.value().getFloat()).as(awkward).isFinite();
              Autograd.backward(loss.value());
              FiniteDifferences.trained(input)
                  .forEach((what, leaf) -> assertFinite(awkward + ": " + what, leaf));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aRowThatIsNoNumberGivesALossThatIsNone() {
    return each(
        "not a number",
        name -> {
          try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
            TrialBatch batch = new TrialBatch(Objectives.CATALOGUE.withDefaults(name), scope);
            LossInput input = batch.awkward("not a number", DataType.FLOAT32);
            assertThat(batch.loss(input).value().getFloat()).isNaN();
          }
        });
  }

  private static void assertFinite(String what, NDArray leaf) {
    if (leaf.hasGradient()) {
      for (float each : leaf.getGradient().toFloatArray()) {
        assertThat(each).as(what).isFinite();
      }
    }
  }

  /** At least one of many batches that hold just what a loss needs teaches something. */
  @TestFactory
  Stream<DynamicTest> whatALossSaysItNeedsIsEnough() {
    return each(
        "enough",
        name -> {
          BatchNeeds needs = needs(Objectives.CATALOGUE.withDefaults(name));
          assertThat(teaches(name, labels(needs))).as(needs.toString()).isTrue();
        });
  }

  /** No batch that lacks something teaches anything, but by terms that look at single rows. */
  @TestFactory
  Stream<DynamicTest> withLessALossTeachesNothing() {
    return each(
        "less",
        name -> {
          BatchNeeds needs = needs(Objectives.CATALOGUE.withDefaults(name));
          if (needs.classes() > 1) {
            int[] fewer = IntStream.range(0, 6).map(i -> i % (needs.classes() - 1)).toArray();
            assertThat(teaches(name, fewer)).as("fewer classes").isFalse();
          }
          if (needs.rowsOfAClass() > 1) {
            assertThat(teaches(name, new int[] {0, 1, 2, 3})).as("no two of a class").isFalse();
          }
          if (needs.rows() > 1) {
            assertThat(teaches(name, new int[needs.rows() - 1])).as("fewer rows").isFalse();
          }
        });
  }

  private static BatchNeeds needs(Objective objective) {
    int views = Math.max(1, objective.needs().views());
    return objective.needs().batch().and(objective.tupleSource().needs()).inExamples(views);
  }

  /** The smallest batch that holds it: rows of class 0, then the others in turn. */
  private static int[] labels(BatchNeeds needs) {
    int others = Math.max(needs.classes() - 1, needs.rows() - needs.rowsOfAClass());
    IntStream rest =
        IntStream.range(0, others)
            .map(i -> needs.classes() == 1 ? 0 : 1 + i % (needs.classes() - 1));
    return IntStream.concat(IntStream.range(0, needs.rowsOfAClass()).map(i -> 0), rest).toArray();
  }

  private static boolean teaches(String name, int[] labels) {
    return IntStream.range(0, 20).anyMatch(seed -> teaches(name, labels, seed));
  }

  private static boolean teaches(String name, int[] labels, int seed) {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      Objective objective = TrialBatch.named(name, UNREGULARISED.getOrDefault(name, ""));
      TrialBatch batch = new TrialBatch(objective, scope);
      LossInput input = tupled(name, batch.labelled(labels, seed), seed);
      Autograd.backward(batch.loss(input).value());
      return input.student().values().stream()
          .filter(NDArray::hasGradient)
          .anyMatch(leaf -> leaf.getGradient().abs().max().getDouble() > 1e-12);
    }
  }

  /** Images without labels, and mixed ones, are refused by what a loss says of itself. */
  @TestFactory
  Stream<DynamicTest> whatGoesByTheClassesOfRowsSaysSo() {
    return each(
        "classes",
        name -> {
          assumeThat(name)
              .as("its labels are turns, which its method makes")
              .isNotEqualTo(ROTATION);
          Objective objective = Objectives.CATALOGUE.withDefaults(name);
          boolean says = objective.needs().and(Needs.of(objective.tupleSource().needs())).labels();
          int[] classes = {0, 0, 0, 1, 1, 1, 2, 2};
          int[] others = {0, 0, 1, 1, 1, 2, 2, 0};
          boolean differs =
              IntStream.range(0, 20)
                  .anyMatch(seed -> value(name, classes, seed) != value(name, others, seed));
          assertThat(says).isEqualTo(differs);
        });
  }

  /** The loss of rows that depend on the seed alone, with tuples as it asks for them. */
  private static double value(String name, int[] labels, int seed) {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      TrialBatch batch = new TrialBatch(Objectives.CATALOGUE.withDefaults(name), scope);
      return batch.loss(tupled(name, batch.labelled(labels, seed), seed)).value().getDouble();
    }
  }

  /** With tuples of its own miner; those of a trial batch do where it goes by other things. */
  private static LossInput tupled(String name, LossInput input, int seed) {
    TupleSource source = Objectives.CATALOGUE.withDefaults(name).tupleSource();
    return source.needs().equals(BatchNeeds.ANY_ROW)
        ? input
        : input.withTuples(source.tuples(input, Chance.of(seed)));
  }

  @TestFactory
  Stream<DynamicTest> shapesThatDisagreeAreRefused() {
    return each(
        "refusals",
        name -> {
          try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
            TrialBatch batch = new TrialBatch(Objectives.CATALOGUE.withDefaults(name), scope);
            LossInput input = batch.input();
            double value = batch.loss(input).value().getDouble();
            Map<String, LossInput> wrong = batch.disagreeing(input);
            wrong.forEach((what, each) -> assertRefused(batch, what, each, value));
          }
        });
  }

  /** An input that the loss does not read may be anything; then it changes nothing. */
  private static void assertRefused(TrialBatch batch, String what, LossInput input, double value) {
    if (what.startsWith("unread? ")) {
      try {
        assertThat(batch.loss(input).value().getDouble()).as(what).isEqualTo(value);
        return;
      } catch (IllegalArgumentException refused) {
        assertThat(refused).as(what).hasMessageContaining("expected: ");
        return;
      }
    }
    assertThatThrownBy(() -> batch.loss(input))
        .as(what)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: ");
  }

  private static Stream<DynamicTest> each(String what, Consumer<String> test) {
    return Objectives.CATALOGUE.names().stream()
        .sorted()
        .map(name -> DynamicTest.dynamicTest(what + " of " + name, () -> test.accept(name)));
  }
}
