package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.dataset.DatasetException;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Objective;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.sampler.LabelledExamples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings that could never learn anything are refused; those beside them are not. */
class LearningCheckTest {
  private static final String SAMPLER = "sampler { batch-size = 12, images-per-class = 3 }";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multi-similarity",
        "triplet-margin",
        "n-pairs",
        "histogram",
        "lifted",
        "triplet",
        "margin",
        "angular",
        "multi-similarity, variant = original"
      })
  void oneImageOfAClassTeachesNothingToWhatComparesThem(String method) {
    String name = method.split(",")[0];
    assertThat(problems(method, "batch-size = 12, images-per-class = 1"))
        .containsExactly(
            "pipeline.conf:28: tasks[1].train.sampler.images-per-class: 1 (expected: >= 2, or more"
                + " views: "
                + name
                + " of source compares images of one class)");
  }

  @Test
  void mixedImagesHaveNoClassAndComeOnce() {
    String mixed = Texts.GOOD.replace("{ count = 2 }", "{ count = 2, mixup = true }");
    String alone = mixed.replace("baseline { method { type = proxy-anchor } }", "");
    assertThat(Texts.problems(alone)).isEmpty();
    assertThat(Texts.problems(mixed))
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .endsWith(
            "views.mixup: true (expected: false: baseline goes by classes, of which a mixed image"
                + " has none)");
    String own =
        mixed.replace("baseline { method { type = proxy-anchor", "own { method { type = vic-reg");
    assertThat(Texts.problems(own))
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .endsWith("views.mixup: true (expected: false: own asks no teacher what a mixed image is)");
    String labels =
        "type = sum, terms { a { objective { type = pkt } }, b { objective { type = triplet } } }";
    assertThat(Texts.problems(alone.replace("type = relaxed-contrastive", labels)))
        .anyMatch(
            each -> each.endsWith("student goes by classes, of which a mixed image has none)"));
    String cache = "devices = [cpu, cpu], cache { mode = replay }";
    assertThat(Texts.problems(alone.replace("devices = [cpu, cpu]", cache)))
        .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .endsWith(
            "views.mixup: true (expected: false, or teacher.cache.mode = off: no mixed image comes"
                + " twice)");
  }

  @Test
  void oneClassABatchTeachesNothingToWhatComparesDifferentOnes() {
    assertThat(problems("multi-similarity", "batch-size = 4, images-per-class = 4"))
        .containsExactly(
            "pipeline.conf:28: tasks[1].train.sampler.batch-size: 4 (expected: room for 2 classes:"
                + " multi-similarity of source compares images of different classes)");
    assertThat(
            problems(
                "multi-similarity", "type = class-random, batch-size = 4, images-per-class = 4"))
        .hasSize(1);
  }

  /** Every loss that looks for two of a class, or for two classes, with every sampler. */
  @ParameterizedTest
  @MethodSource("comparing")
  void whateverComparesIsRefusedWhateverSamplerCannotGiveIt(String loss, boolean positives) {
    List<String> without =
        positives
            ? List.of(
                "batch-size = 4, images-per-class = 1",
                "type = class-random, batch-size = 1, images-per-class = 1",
                "type = shuffled, batch-size = 1",
                "type = random, batch-size = 1")
            : List.of(
                "batch-size = 4, images-per-class = 4",
                "type = class-random, batch-size = 4, images-per-class = 4",
                "type = shuffled, batch-size = 1",
                "type = random, batch-size = 1",
                "type = greedy-coreset, batch-size = 4, images-per-class = 4",
                "type = fid-batchmatch, batch-size = 4, images-per-class = 4");
    for (String sampler : without) {
      assertThat(problems(loss, sampler))
          .as(sampler)
          .singleElement()
          .asString()
          .contains("sampler.", "(expected: ", loss + " of source compares images of ");
    }
  }

  static Stream<Arguments> comparing() {
    return Objectives.CATALOGUE.names().stream()
        .filter(name -> !name.equals("s2sd")) // a method of its own, with targets
        .flatMap(LearningCheckTest::comparing);
  }

  private static Stream<Arguments> comparing(String name) {
    Objective loss = Objectives.CATALOGUE.withDefaults(name);
    BatchNeeds needs = loss.needs().batch().and(loss.tupleSource().needs());
    return Stream.of(true, false)
        .filter(
            positives ->
                loss.needs().views() == 0
                    && (positives ? needs.rowsOfAClass() : needs.classes()) > 1)
        .map(positives -> Arguments.of(name, positives));
  }

  @Test
  void theMinerSaysWhatItNeeds() {
    String shared = "margin, miner { type = shared-negative }";
    assertThat(problems(shared, "batch-size = 2, images-per-class = 1")).hasSize(1);
    assertThat(problems(shared, "batch-size = 3, images-per-class = 1")).isEmpty();
    String alone = "margin, miner { type = distance, single-sample-class = self }";
    assertThat(problems(alone, "batch-size = 3, images-per-class = 1")).isEmpty();
  }

  @Test
  void aSecondViewIsAnotherRowOfTheClass() {
    String sampler = "sampler { batch-size = 12, images-per-class = 1 }";
    String text = with("multi-similarity", sampler);
    String views = sampler + "\n      views = ${shared.views}";
    assertThat(Texts.problems(text.replace(views, views + " { count = 2 }"))).isEmpty();
  }

  @Test
  void whatComparesWithSomethingTrainedOrKnownLearnsFromAnyBatch() {
    for (String method : List.of("proxy-anchor", "softmax", "arcface", "soft-triple")) {
      assertThat(problems(method, "batch-size = 4, images-per-class = 1")).as(method).isEmpty();
      assertThat(problems(method, "batch-size = 4, images-per-class = 4")).as(method).isEmpty();
    }
  }

  @Test
  void eachTermOfASumIsAskedAndNamed() {
    String sum =
        "sum, terms { far { objective { type = proxy-anchor } }, near { objective { type ="
            + " triplet-margin } } }";
    assertThat(problems(sum, "batch-size = 12, images-per-class = 1"))
        .singleElement()
        .asString()
        .contains("near of source");
  }

  @Test
  void anExactNumberOfViewsIsAskedFor() {
    assertThat(problems("invariant-spread", "batch-size = 12, images-per-class = 3"))
        .singleElement()
        .asString()
        .contains("tasks[1].train.views.count", "(expected: 2, for invariant-spread of source)");
  }

  @Test
  void relationsAreAmongThreeAtLeast() {
    String small =
        Texts.GOOD.replace(
            "batch-size = 12, images-per-class = 2", "batch-size = 1, images-per-class = 1");
    assertThat(Texts.problems(small))
        .singleElement()
        .asString()
        .contains(
            "batch-size: 1", ">= 2: relaxed-contrastive of student compares images of a batch");
  }

  @Test
  void anOutputOfTheWrongKindIsRefusedToo() {
    String method = "adversarial-separation, directions = [map1-embedding], weights = [1]";
    assertThat(problems(method, "batch-size = 12, images-per-class = 3"))
        .singleElement()
        .asString()
        .contains("method.directions: map1: [")
        .contains("(expected: an output of one vector a row)");
  }

  @Test
  void aSplitMustHaveTheClassesAndImagesThatAreCompared() throws PipelineException {
    Learn triplets = learn("multi-similarity");
    assertThatThrownBy(() -> LearningCheck.check(new LabelledExamples(new int[0]), triplets))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith("data: nothing is left for training (expected: at least one image");
    refuses(triplets, "data: 1 class to learn from", 0, 0, 0, 0);
    refuses(triplets, "data: no class with more than 1 image to learn from", 0, 1, 2, 3);
    assertThatCode(() -> LearningCheck.check(new LabelledExamples(new int[] {0, 0, 1}), triplets))
        .doesNotThrowAnyException();
    refuses(learn("softmax"), "data: 1 class to learn from", 0, 0, 0, 0);
    assertThatCode(
            () -> LearningCheck.check(new LabelledExamples(new int[4]), learn("proxy-anchor")))
        .doesNotThrowAnyException();
  }

  private static void refuses(Learn learn, String sentence, int... labels) {
    assertThatThrownBy(() -> LearningCheck.check(new LabelledExamples(labels), learn))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(sentence)
        .hasMessageContaining("(expected: at least 2");
  }

  private static Learn learn(String method) throws PipelineException {
    Pipeline pipeline = Texts.read(with(method, SAMPLER));
    return pipeline.tasks().stream()
        .filter(task -> task.name().equals("source"))
        .map(task -> (Learn) task.work())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> problems(String method, String sampler) {
    return Texts.problems(with(method, "sampler { " + sampler + " }"));
  }

  private static String with(String method, String sampler) {
    String old = "method { type = proxy-anchor }\n      " + SAMPLER;
    assertThat(Texts.GOOD).contains(old);
    return Texts.GOOD.replace(old, "method { type = " + method + " }\n      " + sampler);
  }
}
