package io.reflux.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplersTest {

  @Test
  void everySamplerBuildsFromItsDefaults() {
    assertThat(Samplers.CATALOGUE.names()).isNotEmpty();
    for (String name : Samplers.CATALOGUE.names()) {
      assertThat(Samplers.CATALOGUE.withDefaults(name).batchSize()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"90,2", "90,3", "91,2", "7,3", "10,10", "4,4"})
  void classBalancedKeepsItsPromises(int batchSize, int imagesPerClass) {
    Dataset dataset = new LabelledExamples(unbalanced(60));
    Sampler sampler = new ClassBalanced(batchSize, imagesPerClass, false).over(dataset);
    List<int[]> epoch = sampler.epoch(Chance.of(1));

    assertThat(epoch).hasSize(sampler.stepsPerEpoch());
    assertThat(sampler.stepsPerEpoch()).isEqualTo(Math.max(1, dataset.size() / batchSize));
    for (int[] batch : epoch) {
      assertThat(batch).hasSize(batchSize / imagesPerClass * imagesPerClass);
      Map<Integer, Map<Integer, Integer>> times = new HashMap<>();
      for (int id : batch) {
        times.computeIfAbsent(dataset.label(id), l -> new HashMap<>()).merge(id, 1, Integer::sum);
      }
      assertThat(times).hasSize(batchSize / imagesPerClass);
      times.forEach(
          (label, images) -> {
            int size = ((LabelledExamples) dataset).count(label);
            assertThat(images.values().stream().mapToInt(i -> i).sum()).isEqualTo(imagesPerClass);
            assertThat(images).hasSize(Math.min(size, imagesPerClass));
            int most = images.values().stream().mapToInt(i -> i).max().orElseThrow();
            assertThat(most).isEqualTo((imagesPerClass + images.size() - 1) / images.size());
          });
    }
  }

  @Test
  void classBalancedDrawsEveryClassEquallyOften() {
    LabelledExamples dataset = new LabelledExamples(unbalanced(10));
    Sampler sampler = new ClassBalanced(4, 2, true).over(dataset);
    int[] drawn = new int[10];
    int epochs = 3000;
    for (int e = 0; e < epochs; e++) {
      for (int[] batch : sampler.epoch(Chance.of(7).at(e))) {
        drawn[dataset.label(batch[0])]++;
        drawn[dataset.label(batch[2])]++;
      }
    }
    double expected = 2.0 * epochs * sampler.stepsPerEpoch() / 10;
    double deviation = Math.sqrt(expected * 0.8);
    for (int count : drawn) {
      assertThat(Math.abs(count - expected)).isLessThan(5 * deviation);
    }
  }

  @Test
  void classBalancedRefusesTooFewClasses() {
    assertThatThrownBy(
            () -> new ClassBalanced(90, 2, false).over(new LabelledExamples(unbalanced(27))))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "sampler.batch-size: 90 with 2 images per class needs 45 classes (expected: at most"
                + " 27, as the split has)");
  }

  @ParameterizedTest
  @CsvSource({"10,true", "10,false", "7,true", "7,false", "50,false", "60,false"})
  void shuffledVisitsEachExampleOnce(int batchSize, boolean dropLast) {
    Dataset dataset = new LabelledExamples(IntStream.range(0, 50).map(i -> i % 5).toArray());
    Sampler sampler = new Shuffled(batchSize, dropLast).over(dataset);
    List<int[]> epoch = sampler.epoch(Chance.of(3));

    assertThat(epoch).hasSize(sampler.stepsPerEpoch());
    int[] seen = epoch.stream().flatMapToInt(Arrays::stream).sorted().distinct().toArray();
    assertThat(seen).hasSize(dropLast ? 50 / batchSize * batchSize : 50);
    assertThat(epoch.stream().mapToInt(b -> b.length).sum()).isEqualTo(seen.length);
    assertThat(epoch.subList(0, epoch.size() - 1))
        .allSatisfy(b -> assertThat(b).hasSize(batchSize));
  }

  @Test
  void classRandomKeepsImagesOfAClassTogether() {
    LabelledExamples dataset = new LabelledExamples(unbalanced(10));
    Sampler sampler = new ClassRandom(12, 3).over(dataset);
    int[] drawn = new int[10];
    for (int e = 0; e < 500; e++) {
      for (int[] batch : sampler.epoch(Chance.of(7).at(e))) {
        assertThat(batch).hasSize(12);
        for (int i = 0; i < 12; i += 3) {
          int label = dataset.label(batch[i]);
          drawn[label]++;
          assertThat(dataset.label(batch[i + 1])).isEqualTo(label);
          assertThat(dataset.label(batch[i + 2])).isEqualTo(label);
        }
      }
    }
    double expected = 4.0 * 500 * sampler.stepsPerEpoch() / 10;
    for (int count : drawn) {
      assertThat(Math.abs(count - expected)).isLessThan(5 * Math.sqrt(expected));
    }
  }

  @Test
  void randomDrawsEveryExampleEquallyOften() {
    LabelledExamples dataset = new LabelledExamples(unbalanced(10));
    Sampler sampler = new Independent(5, false, false).over(dataset);
    int[] drawn = new int[dataset.size()];
    for (int e = 0; e < 1000; e++) {
      sampler.epoch(Chance.of(7).at(e)).forEach(b -> Arrays.stream(b).forEach(i -> drawn[i]++));
    }
    double expected = 5.0 * 1000 * sampler.stepsPerEpoch() / dataset.size();
    for (int count : drawn) {
      assertThat(Math.abs(count - expected)).isLessThan(5 * Math.sqrt(expected));
    }
  }

  @Test
  void randomWithEvenClassesDrawsEveryClassEquallyOften() {
    LabelledExamples dataset = new LabelledExamples(unbalanced(10));
    Sampler sampler = new Independent(5, true, false).over(dataset);
    int[] drawn = new int[10];
    for (int e = 0; e < 1000; e++) {
      sampler
          .epoch(Chance.of(7).at(e))
          .forEach(b -> Arrays.stream(b).forEach(i -> drawn[dataset.label(i)]++));
    }
    double expected = 5.0 * 1000 * sampler.stepsPerEpoch() / 10;
    for (int count : drawn) {
      assertThat(Math.abs(count - expected)).isLessThan(5 * Math.sqrt(expected));
    }
  }

  @Test
  void randomWithAPairHasOneInEveryBatch() {
    LabelledExamples dataset = new LabelledExamples(unbalanced(50));
    Sampler sampler = new Independent(3, true, true).over(dataset);
    for (int[] batch : sampler.epoch(Chance.of(4))) {
      assertThat(batch).hasSize(3);
      assertThat(dataset.label(batch[2])).isIn(dataset.label(batch[0]), dataset.label(batch[1]));
    }
  }

  @Test
  void anEpochDependsOnItsKeyOnly() {
    Dataset dataset = new LabelledExamples(unbalanced(100));
    for (String name : Samplers.CATALOGUE.names()) {
      SamplerRecipe recipe = Samplers.CATALOGUE.withDefaults(name);
      int[][] first = recipe.over(dataset).epoch(Chance.of(5)).toArray(int[][]::new);
      int[][] again = recipe.over(dataset).epoch(Chance.of(5)).toArray(int[][]::new);
      int[][] other = recipe.over(dataset).epoch(Chance.of(6)).toArray(int[][]::new);
      assertThat(again).isDeepEqualTo(first);
      assertThat(Arrays.deepEquals(first, other)).isFalse();
    }
  }

  /** Class c has 1 + c % 6 examples, in interleaved order. */
  private static int[] unbalanced(int classes) {
    return IntStream.range(0, 6)
        .flatMap(i -> IntStream.range(0, classes).filter(c -> i <= c % 6))
        .toArray();
  }
}
