package io.reflux.objective;

import static io.reflux.objective.PlainMath.units;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.reflux.setting.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The losses around others, derived again by plain loops. */
class PlainAroundTest extends PlainLoops {
  private static final String INNER = "objective { type = smooth-ap, temperature = 0.2 }";

  /** Smooth-AP of temperature 0.2. */
  private static double smoothAp(double[][] rows, int[] labels) {
    return 1
        - LabelLoops.precision(
            units(rows),
            labels,
            t -> 1 / (1 + Math.exp(-t / 0.2)),
            t -> 1 / (1 + Math.exp(-t / 0.2)));
  }

  @Test
  void crossBatchMemory() {
    String settings = INNER + ", size = 15, start = 1, weight = 0.5";
    double first = loss("cross-batch-memory", settings);
    assertClose(first, smoothAp(x, y)); // nothing is remembered
    Loss before = again(settings, 0, input.memories());
    // Three rows of the memory of fifteen are still empty.
    assertClose(again(settings, 0, before.memories()).value().getDouble(), first);
    Loss second = again(settings, 1, before.memories());
    assertClose(second.value().getDouble(), first + 0.5 * smoothAp(twice(n), labels(n)));
    // Now it is full: the last three of the first batch, and all of the second.
    Loss third = again(settings, 2, second.memories());
    assertClose(third.value().getDouble(), first + 0.5 * smoothAp(twice(15), labels(15)));
  }

  private Loss again(String settings, long step, Map<String, NDArray> memories) {
    LossInput next =
        new LossInput(
            input.student(),
            Map.of(),
            y,
            input.exampleIds(),
            1,
            input.tuples(),
            Map.of(),
            memories,
            step);
    return new TrialBatch(TrialBatch.named("cross-batch-memory", settings), scope()).loss(next);
  }

  /** The batch and so many remembered rows of the same batch, the last ones. */
  private double[][] twice(int remembered) {
    return Stream.concat(
            Arrays.stream(x),
            IntStream.range(0, remembered).mapToObj(i -> x[(i - remembered + 2 * n) % n]))
        .toArray(double[][]::new);
  }

  private int[] labels(int remembered) {
    return IntStream.concat(
            IntStream.of(y),
            IntStream.range(0, remembered).map(i -> y[(i - remembered + 2 * n) % n]))
        .toArray();
  }

  @Test
  void matryoshka() {
    double actual = loss("matryoshka", INNER + ", sizes = [6, 4, 2]");
    double expected = (smoothAp(x, y) + smoothAp(first(4), y) + smoothAp(first(2), y)) / 3;
    assertClose(actual, expected);
    double halves = loss("matryoshka", INNER);
    assertClose(halves, (smoothAp(x, y) + smoothAp(first(3), y) + smoothAp(first(1), y)) / 3);
  }

  private double[][] first(int size) {
    return Arrays.stream(x).map(row -> Arrays.copyOf(row, size)).toArray(double[][]::new);
  }

  @Test
  void eachSizeOfAMatryoshkaHasItsOwnParameters() {
    Objective objective =
        TrialBatch.named("matryoshka", "objective { type = proxy-anchor }, sizes = [6, 4]");
    Dimensions dimensions =
        new Dimensions(3, 9, Map.of(LossInput.EMBEDDING, new long[] {6}), Map.of());
    List<Trainable> trained = objective.trainables(dimensions);
    assertThat(trained)
        .extracting(Trainable::name)
        .containsExactly("size-6.proxies", "size-4.proxies");
    assertThat(trained).extracting(Trainable::group).containsOnly("proxies");
    assertThat(trained.get(1).shape()).containsExactly(3, 4);
    assertThatThrownBy(() -> objective.sizesServed(5))
        .isInstanceOf(InputException.class)
        .hasMessage("sizes: 6 (expected: at most the embedding's 5)");
  }

  @Test
  void whatCantStandInsideIsRefused() {
    for (String type : List.of("triplet", "pkt", "nt-xent", "crd")) {
      assertThatThrownBy(
              () -> TrialBatch.named("cross-batch-memory", "objective { type = " + type + " }"))
          .hasMessageContaining("a loss of embeddings and labels that mines no tuples");
    }
    assertThatThrownBy(() -> TrialBatch.named("matryoshka", "objective { type = fitnet }"))
        .hasMessageContaining("a loss that reads the student's embedding alone");
  }
}
