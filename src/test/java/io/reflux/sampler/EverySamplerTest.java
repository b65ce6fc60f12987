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
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every sampler of the catalogue promises, whatever the classes look like: the batches that it
 * announces, of the size that it announces, of examples that there are; the same for the same key.
 */
class EverySamplerTest {
  private static final int WIDTH = 3;

  /** Labels of a split, and what it is like. */
  private record Shape(String name, int[] labels) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("one class", new int[23]),
          new Shape("one example a class", IntStream.range(0, 31).toArray()),
          new Shape("one class of many", IntStream.range(0, 60).map(i -> i < 50 ? 0 : i).toArray()),
          new Shape("classes of 1 to 6", IntStream.range(0, 57).map(i -> i * i % 17).toArray()),
          new Shape("two classes", IntStream.range(0, 12).map(i -> i % 5 == 0 ? 1 : 0).toArray()),
          new Shape("as large as a batch", IntStream.range(0, 12).map(i -> i / 3).toArray()));

  static Stream<Arguments> cases() {
    return Samplers.CATALOGUE.names().stream()
        .flatMap(
            name ->
                SHAPES.stream()
                    .flatMap(
                        shape ->
                            Stream.of(new int[] {12, 3}, new int[] {10, 5}, new int[] {7, 1})
                                .map(size -> Arguments.of(name, shape, size[0], size[1]))));
  }

  static Stream<String> names() {
    return Samplers.CATALOGUE.names().stream();
  }

  /** What is refused because no batch could teach anything goes by this room. */
  @ParameterizedTest
  @MethodSource("cases")
  void noBatchHoldsMoreThanTheRoomSays(String name, Shape shape, int size, int each) {
    SamplerRecipe recipe = recipe(name, size, each);
    BatchRoom room = recipe.room();
    LabelledExamples dataset = labelled(shape);
    Sampler sampler;
    try {
      sampler = recipe.over(dataset);
    } catch (DatasetException refused) {
      return;
    }
    for (EmbeddingStorage storage : storages(dataset)) {
      for (int[] batch : sampler.epoch(Chance.of(4), storage)) {
        int[] labels = Arrays.stream(batch).map(dataset::label).toArray();
        assertThat(batch).hasSizeLessThanOrEqualTo(room.examples());
        assertThat(Arrays.stream(labels).distinct().count()).isLessThanOrEqualTo(room.classes());
        for (int label : labels) {
          assertThat(Arrays.stream(labels).filter(other -> other == label).count())
              .isLessThanOrEqualTo(room.examplesOfAClass());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSplitWithoutExamplesIsRefused(String name) {
    LabelledExamples nothing = new LabelledExamples(new int[0]);
    assertThatThrownBy(() -> recipe(name, 4, 2).over(nothing))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "data: no image is left to train on (expected: at least one in the training part)");
  }

  @ParameterizedTest
  @MethodSource("names")
  void noStorageIsKeptOnceItsEpochIsDrawn(String name) {
    LabelledExamples dataset = labelled(SHAPES.get(3));
    Sampler sampler = recipe(name, 12, 3).over(dataset);
    List<WeakReference<EmbeddingStorage>> storages = new ArrayList<>();
    for (int epoch = 0; epoch < 5; epoch++) {
      EmbeddingStorage storage = storages(dataset).get(2);
      storages.add(new WeakReference<>(storage));
      assertThat(sampler.epoch(Chance.of(3).at(epoch), storage)).isNotEmpty();
    }
    for (int i = 0; i < 50 && !storages.stream().allMatch(kept -> kept.refersTo(null)); i++) {
      System.gc();
    }
    assertThat(storages).allMatch(kept -> kept.refersTo(null));
    assertThat(sampler.stepsPerEpoch()).isPositive(); // the sampler itself is still here
  }

  @ParameterizedTest
  @MethodSource("cases")
  void batchesAreWholeAndOfExamplesThatThereAre(
      String name, Shape shape, int batchSize, int together) {
    LabelledExamples dataset = labelled(shape);
    SamplerRecipe recipe = recipe(name, batchSize, together);
    assertThat(recipe.batchSize()).isEqualTo(batchSize);
    if (name.equals("class-balanced") && dataset.classes() < batchSize / together) {
      assertThatThrownBy(() -> recipe.over(dataset))
          .isInstanceOf(DatasetException.class)
          .hasMessageEndingWith("(expected: at most " + dataset.classes() + ", as the split has)");
      return;
    }
    Sampler sampler = recipe.over(dataset);
    assertThat(sampler.stepsPerEpoch()).isEqualTo(Math.max(1, dataset.size() / batchSize));
    for (EmbeddingStorage storage : storages(dataset)) {
      for (int epoch = 0; epoch < 4; epoch++) {
        List<int[]> batches = sampler.epoch(Chance.of(3).at(epoch), storage);
        assertThat(batches).hasSize(sampler.stepsPerEpoch());
        for (int[] batch : batches) {
          assertThat(batch).hasSize(batchSize);
          assertThat(Arrays.stream(batch)).allMatch(id -> id >= 0 && id < dataset.size());
        }
        assertThat(sampler.epoch(Chance.of(3).at(epoch), storage).toArray(int[][]::new))
            .isDeepEqualTo(batches.toArray(int[][]::new));
      }
    }
  }

  /** Classes come in groups of {@code images-per-class}, whose images differ where they can. */
  @ParameterizedTest
  @MethodSource("cases")
  void groupsAreOfOneClass(String name, Shape shape, int batchSize, int together) {
    LabelledExamples dataset = labelled(shape);
    boolean balanced = name.equals("class-balanced");
    if (name.equals("shuffled")
        || name.equals("random")
        || (balanced && dataset.classes() < batchSize / together)) {
      return; // these know no groups, or have refused
    }
    Sampler sampler = recipe(name, batchSize, together).over(dataset);
    for (EmbeddingStorage storage : storages(dataset)) {
      boolean coreset = name.endsWith("coreset") && storage.seen() == dataset.size();
      for (int[] batch : sampler.epoch(Chance.of(8), storage)) {
        for (int from = 0; from < batchSize; from += together) {
          int[] group = Arrays.copyOfRange(batch, from, from + together);
          int label = dataset.label(group[0]);
          assertThat(Arrays.stream(group)).allMatch(id -> dataset.label(id) == label);
          if (balanced || coreset) {
            assertThat(Arrays.stream(group).distinct().count())
                .isEqualTo(Math.min(together, dataset.count(label)));
          }
        }
      }
    }
  }

  /** In many epochs every example has its turn, also that of the smallest class. */
  @ParameterizedTest
  @MethodSource("cases")
  void nobodyIsForgotten(String name, Shape shape, int batchSize, int together) {
    LabelledExamples dataset = labelled(shape);
    if (name.equals("class-balanced") && dataset.classes() < batchSize / together) {
      return; // refused
    }
    Sampler sampler = recipe(name, batchSize, together).over(dataset);
    EmbeddingStorage full = storages(dataset).get(2);
    Set<Integer> drawn = new HashSet<>();
    for (int epoch = 0; epoch < 1500 && drawn.size() < dataset.size(); epoch++) {
      for (int[] batch : sampler.epoch(Chance.of(1).at(epoch), full)) {
        Arrays.stream(batch).forEach(drawn::add);
      }
    }
    assertThat(drawn).hasSize(dataset.size());
  }

  /** No label is unused: the labels of a split are numbered without gaps. */
  private static LabelledExamples labelled(Shape shape) {
    int[] classes = Arrays.stream(shape.labels).distinct().sorted().toArray();
    return new LabelledExamples(
        Arrays.stream(shape.labels).map(label -> Arrays.binarySearch(classes, label)).toArray());
  }

  /** Of nothing, of some examples, and of all. */
  private static List<EmbeddingStorage> storages(LabelledExamples dataset) {
    Draws draws = Chance.of(2).draws();
    EmbeddingStorage none = new EmbeddingStorage(dataset.size(), WIDTH);
    EmbeddingStorage some = new EmbeddingStorage(dataset.size(), WIDTH);
    EmbeddingStorage all = new EmbeddingStorage(dataset.size(), WIDTH);
    for (int id = 0; id < dataset.size(); id++) {
      float[] row = new float[WIDTH];
      for (int d = 0; d < WIDTH; d++) {
        row[d] = (float) draws.nextGaussian();
      }
      all.put(id, row, 0);
      if (id % 2 == 0) {
        some.put(id, row, 0);
      }
    }
    return List.of(none, some, all);
  }

  private static SamplerRecipe recipe(String name, int batchSize, int together) {
    Set<String> keys = Defaults.known("sampler." + name);
    StringBuilder written = new StringBuilder("batch-size = " + batchSize + "\n");
    if (keys.contains("images-per-class")) {
      written.append("images-per-class = ").append(together).append('\n');
    }
    if (keys.contains("big-batch")) {
      written.append("big-batch = ").append(2 * batchSize).append('\n');
    }
    Problems problems = new Problems();
    SamplerRecipe recipe =
        Samplers.CATALOGUE.named(
            name,
            new Section(
                ConfigFactory.parseString(written.toString()).root(), Defaults.NONE, "", problems));
    assertThat(problems.all()).isEmpty();
    return recipe;
  }
}
