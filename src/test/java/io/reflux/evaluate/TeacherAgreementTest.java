package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.setting.InputException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agreement with a teacher, derived again by plain loops. */
class TeacherAgreementTest {
  private static final int ROWS = 23;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 22, 40})
  void overlapIsTheSharedNeighbours(int k) {
    EmbeddingSet own = rows(5, 1);
    EmbeddingSet teacher = rows(7, 2);
    double sum = 0;
    for (int query = 0; query < ROWS; query++) {
      Set<Integer> shared = new HashSet<>(nearest(own, query, k));
      shared.retainAll(nearest(teacher, query, k));
      sum += (double) shared.size() / Math.min(k, ROWS - 1);
    }
    assertThat(value("teacher-overlap@" + k, own, teacher)).isCloseTo(sum / ROWS, within(1e-12));
  }

  @Test
  void whoIsTheTeacherAgreesWhollyAndSoDoesWhoTurnsItAround() {
    EmbeddingSet own = rows(4, 1);
    float[] turned = own.values().clone();
    for (int i = 0; i < turned.length; i++) {
      turned[i] *= -2;
    }
    EmbeddingSet teacher = new EmbeddingSet(turned, 4, own.labels());
    assertThat(value("teacher-overlap@3", own, own)).isEqualTo(1);
    assertThat(value("teacher-overlap@3", own, teacher)).isEqualTo(1);
    assertThat(value("teacher-cosine", own, own)).isCloseTo(1, within(1e-12));
    assertThat(value("teacher-cosine", own, teacher)).isCloseTo(-1, within(1e-12));
  }

  @Test
  void cosineIsTheMeanOfTheRows() {
    EmbeddingSet own = rows(4, 1);
    EmbeddingSet teacher = rows(4, 2);
    double mean =
        IntStream.range(0, ROWS).mapToDouble(i -> cosine(own, i, teacher, i)).average().orElse(0);
    assertThat(value("teacher-cosine", own, teacher)).isCloseTo(mean, within(1e-12));
  }

  @Test
  void whatCantBeComparedIsSaid() {
    assertThatThrownBy(() -> value("teacher-cosine", rows(4, 1), rows(5, 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("embeddings of 4 numbers and the teacher's of 5");
    Metric metric =
        Metrics.CATALOGUE.named("teacher-cosine", MetricOptions.defaults()).orElseThrow();
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      assertThatThrownBy(() -> Evaluation.evaluate(rows(4, 1), List.of(metric), scope))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("teacher-cosine (expected: metrics that need no teacher");
    }
  }

  private static double value(String name, EmbeddingSet own, EmbeddingSet teacher) {
    Metric metric = Metrics.CATALOGUE.named(name, MetricOptions.defaults()).orElseThrow();
    assertThat(metric.comparesClasses()).isFalse();
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      Retrieval retrieval = Retrieval.within(own).beside(teacher);
      return Evaluation.evaluate(retrieval, List.of(metric), scope).getOrDefault(name, -9.0);
    }
  }

  private static List<Integer> nearest(EmbeddingSet set, int query, int k) {
    return IntStream.range(0, ROWS)
        .filter(row -> row != query)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> -cosine(set, query, set, row)))
        .limit(k)
        .toList();
  }

  private static double cosine(EmbeddingSet a, int i, EmbeddingSet b, int j) {
    double product = 0;
    double first = 0;
    double second = 0;
    for (int c = 0; c < a.size(); c++) {
      double x = a.values()[i * a.size() + c];
      double y = b.values()[j * a.size() + c];
      product += x * y;
      first += x * x;
      second += y * y;
    }
    return product / Math.sqrt(first * second);
  }

  private static EmbeddingSet rows(int size, long seed) {
    Draws draws = Chance.of(seed).draws();
    float[] values = new float[ROWS * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.nextGaussian();
    }
    return new EmbeddingSet(values, size, new int[ROWS]);
  }
}
