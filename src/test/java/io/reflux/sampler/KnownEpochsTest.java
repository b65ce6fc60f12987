package io.reflux.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One epoch of every sampler, number by number. A run that is resumed draws its epoch again, so an
 * epoch must never come out otherwise than it did when the run began; whoever changes one of these
 * lines changes the numbers of every pipeline that names the sampler.
 */
class KnownEpochsTest {
  private static final int WIDTH = 4;
  private static final int[] LABELS = {
    0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 6, 6, 1, 0
  };

  /** A sampler, what is said to it beside sizes, and the batches it draws. */
  private static final String KNOWN =
      """
      class-balanced || 16 14 22 23 3 4, 7 24 10 11 13 12, 16 15 19 18 12 13, 9 11 23 22 6 7
      class-balanced | replacement = true | 16 16 22 22 3 4, 7 7 10 8 13 12, 16 14 19 17 12 12, 9 9 23 22 6 7
      shuffled || 23 17 25 16 6 19, 9 11 2 12 10 24, 22 8 4 0 1 18, 5 21 3 15 13 14
      shuffled | drop-last = false | 23 17 25 16 6 19, 9 11 2 12 10 24, 22 8 4 0 1 18, 5 21 3 15 13 14, 20 7
      class-random || 16 16 10 8 14 15, 22 22 4 2 23 22, 22 22 12 12 18 20, 18 20 19 20 6 7
      random || 16 19 15 14 13 6, 22 23 7 23 6 10, 22 15 0 18 11 20, 18 14 14 6 22 14
      random | even-classes = false | 10 3 15 7 10 12, 18 10 14 15 6 14, 16 6 22 20 20 16, 19 17 12 25 23 1
      random | pair = true | 16 19 15 14 13 14, 22 23 7 23 6 22, 22 15 0 18 11 23, 18 14 14 6 22 14
      greedy-coreset || 23 22 24 7 15 16, 10 9 7 5 11 10, 24 7 0 25 8 10, 13 12 20 19 15 14
      greedy-coreset | softened = true | 23 22 24 6 15 14, 10 8 7 6 11 8, 24 7 0 4 8 11, 13 12 20 19 15 16
      d2-coreset || 23 22 2 3 4 2, 3 1 11 10 17 19, 1 3 11 10 12 13, 17 21 7 24 25 4
      d2-coreset | project = 2 | 9 8 4 0 8 9, 10 9 11 10 4 0, 0 3 11 8 8 9, 17 19 12 13 10 9
      fid-batchmatch || 20 19 10 10 14 14, 21 17 23 22 23 22, 17 18 24 7 18 20, 23 23 20 18 13 13
      disthist-batchmatch || 16 14 20 19 15 14, 23 22 20 17 11 9, 17 18 24 7 18 20, 25 3 20 18 6 7
      distmoment-batchmatch || 20 19 10 10 14 14, 11 9 19 17 2 4, 17 18 24 7 18 20, 23 23 20 18 13 13
      firstmoment-batchmatch || 14 14 16 14 23 23, 21 17 23 22 23 22, 17 18 24 7 18 20, 7 6 3 25 3 25
      """;

  static Stream<Known> known() {
    return KNOWN.lines().map(line -> line.split("\\|", -1)).map(Known::of);
  }

  private record Known(String name, String settings, String batches) {
    static Known of(String[] cells) {
      return new Known(cells[0].strip(), cells[1].strip(), cells[2].strip());
    }

    @Override
    public String toString() {
      return name + " " + settings;
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  void anEpochOfTodayIsThatOfEveryDay(Known known) {
    Sampler sampler = recipe(known).over(new LabelledExamples(LABELS));
    List<int[]> epoch = sampler.epoch(Chance.of(42).at("sampler").at(3), storage());
    assertThat(epoch.stream().map(KnownEpochsTest::text).collect(Collectors.joining(", ")))
        .isEqualTo(known.batches);
  }

  @Test
  void noSamplerIsLeftOut() {
    assertThat(known().map(Known::name).distinct())
        .containsExactlyElementsOf(Samplers.CATALOGUE.names());
  }

  private static SamplerRecipe recipe(Known known) {
    String key = "sampler." + known.name;
    String sizes =
        "batch-size = 6\n"
            + (Defaults.known(key).contains("images-per-class") ? "images-per-class = 2\n" : "")
            + (Defaults.known(key).contains("big-batch") ? "big-batch = 12\n" : "");
    Problems problems = new Problems();
    Section section =
        new Section(
            ConfigFactory.parseString(sizes + known.settings).root(), Defaults.NONE, "", problems);
    SamplerRecipe recipe = Samplers.CATALOGUE.named(known.name, section);
    assertThat(problems.all()).isEmpty();
    return recipe;
  }

  /** Rows of quarters, which no machine rounds. */
  private static EmbeddingStorage storage() {
    EmbeddingStorage storage = new EmbeddingStorage(LABELS.length, WIDTH);
    for (int id = 0; id < LABELS.length; id++) {
      float[] row = new float[WIDTH];
      for (int d = 0; d < WIDTH; d++) {
        row[d] = (id * (7 + 4 * d) % 13 - 6 + LABELS[id] % (d + 2)) / 4f;
      }
      storage.put(id, row, 0);
    }
    return storage;
  }

  private static String text(int[] batch) {
    return Arrays.stream(batch).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }
}
