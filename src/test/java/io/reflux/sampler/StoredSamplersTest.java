package io.reflux.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.dataset.DatasetException;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every sampler promises that chooses by stored embeddings. */
class StoredSamplersTest {

  static Stream<Arguments> shapes() {
    return names()
        .flatMap(
            name ->
                Stream.of(
                    Arguments.of(name, 12, 3, 24, 0, 60),
                    Arguments.of(name, 14, 2, 20, 3, 40),
                    Arguments.of(name, 9, 1, 512, 0, 11),
                    Arguments.of(name, 8, 8, 9, 2, 30)));
  }

  static Stream<String> names() {
    return Samplers.CATALOGUE.names().stream()
        .filter(name -> name.endsWith("-coreset") || name.endsWith("-batchmatch"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void batchesKeepTheirPromises(
      String name, int batchSize, int together, int bigBatch, int project, int classes) {
    LabelledExamples dataset = new LabelledExamples(unbalanced(classes));
    Sampler sampler = recipe(name, batchSize, together, bigBatch, project).over(dataset);
    EmbeddingStorage storage = storage(dataset, id -> id % 3 != 1);
    List<int[]> epoch = sampler.epoch(Chance.of(3), storage);

    assertThat(sampler.needsStorage()).isTrue();
    assertThat(epoch).hasSize(sampler.stepsPerEpoch());
    assertThat(sampler.stepsPerEpoch()).isEqualTo(Math.max(1, dataset.size() / batchSize));
    for (int[] batch : epoch) {
      assertThat(batch).hasSize(batchSize);
      for (int from = 0; from < batchSize; from += together) {
        int[] group = Arrays.copyOfRange(batch, from, from + together);
        int label = dataset.label(group[0]);
        assertThat(storage.seen(group[0])).isTrue();
        assertThat(Arrays.stream(group).allMatch(id -> dataset.label(id) == label)).isTrue();
        if (name.endsWith("-coreset")) {
          assertThat(Arrays.stream(group).distinct().count())
              .isEqualTo(Math.min(together, dataset.count(label)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void anEpochDependsOnItsKeyAndTheStoredRowsOnly(String name) {
    LabelledExamples dataset = new LabelledExamples(unbalanced(30));
    Sampler sampler = recipe(name, 10, 2, 30, 0).over(dataset);
    EmbeddingStorage storage = storage(dataset, id -> true);
    int[][] first = sampler.epoch(Chance.of(5), storage).toArray(int[][]::new);
    EmbeddingStorage changed = storage.copy();
    changed.putAll(IntStream.range(0, dataset.size()).toArray(), noise(dataset.size() * 4));

    assertThat(sampler.epoch(Chance.of(5), storage.copy()).toArray(int[][]::new))
        .isDeepEqualTo(first);
    assertThat(sampler.epoch(Chance.of(6), storage).toArray(int[][]::new)).isNotEqualTo(first);
    assertThat(sampler.epoch(Chance.of(5), changed).toArray(int[][]::new)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("names")
  void drawsAsClassRandomUntilEnoughIsKnown(String name) {
    LabelledExamples dataset = new LabelledExamples(unbalanced(30));
    Sampler sampler = recipe(name, 10, 2, 30, 0).over(dataset);
    Sampler random = new ClassRandom(10, 2).over(dataset);

    assertThat(sampler.epoch(Chance.of(1), storage(dataset, id -> id < 4)).toArray(int[][]::new))
        .isDeepEqualTo(random.epoch(Chance.of(1)).toArray(int[][]::new));
    assertThat(sampler.epoch(Chance.of(1)).toArray(int[][]::new))
        .isDeepEqualTo(random.epoch(Chance.of(1)).toArray(int[][]::new));
  }

  @ParameterizedTest
  @MethodSource("names")
  void takesEmbeddingsThatAreAllTheSame(String name) {
    LabelledExamples dataset = new LabelledExamples(unbalanced(20));
    EmbeddingStorage storage = new EmbeddingStorage(dataset.size(), 3);
    storage.putAll(IntStream.range(0, dataset.size()).toArray(), new float[dataset.size() * 3]);
    Sampler sampler = recipe(name, 12, 2, 24, 0).over(dataset);
    assertThat(sampler.epoch(Chance.of(1), storage))
        .hasSize(sampler.stepsPerEpoch())
        .allSatisfy(batch -> assertThat(batch).hasSize(12));
  }

  @Test
  void refusesWhatCannotBe() {
    Problems problems = new Problems();
    Section section =
        new Section(
            ConfigFactory.parseString("batch-size = 10, images-per-class = 3, big-batch = 9")
                .root(),
            Defaults.of("sampler.d2-coreset"),
            "sampler",
            problems);
    Samplers.CATALOGUE.named("d2-coreset", section);
    assertThat(problems.all().toString())
        .contains("a divisor of batch-size, 10")
        .contains("at least batch-size, 10");
    LabelledExamples few = new LabelledExamples(new int[] {0, 1, 1});
    assertThatThrownBy(() -> recipe("greedy-coreset", 8, 2, 8, 0).over(few))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "sampler.batch-size: 8 with 2 images per class is chosen of 4 examples or more"
                + " (expected: at most 3, as the split has)");
  }

  private static SamplerRecipe recipe(
      String name, int batchSize, int together, int bigBatch, int project) {
    Map<String, Object> written =
        Map.of(
            "batch-size", batchSize,
            "images-per-class", together,
            "big-batch", Math.max(batchSize, bigBatch),
            "project", project);
    Problems problems = new Problems();
    SamplerRecipe recipe =
        Samplers.CATALOGUE.named(
            name, new Section(ConfigFactory.parseMap(written).root(), Defaults.NONE, "", problems));
    assertThat(problems.none()).isTrue();
    return recipe;
  }

  private static EmbeddingStorage storage(
      LabelledExamples dataset, Function<Integer, Boolean> seen) {
    EmbeddingStorage storage = new EmbeddingStorage(dataset.size(), 4);
    Draws draws = Chance.of(11).draws();
    for (int id = 0; id < dataset.size(); id++) {
      float[] row = new float[4];
      for (int d = 0; d < row.length; d++) {
        row[d] = (float) (draws.nextGaussian() + dataset.label(id) % 5);
      }
      if (seen.apply(id)) {
        storage.put(id, row, 0);
      }
    }
    return storage;
  }

  private static float[] noise(int count) {
    float[] values = new float[count];
    Draws draws = Chance.of(99).draws();
    for (int i = 0; i < count; i++) {
      values[i] = (float) draws.nextGaussian();
    }
    return values;
  }

  /** Class c has 1 + c % 6 examples, in interleaved order. */
  private static int[] unbalanced(int classes) {
    return IntStream.range(0, 6)
        .flatMap(i -> IntStream.range(0, classes).filter(c -> i <= c % 6))
        .toArray();
  }
}
