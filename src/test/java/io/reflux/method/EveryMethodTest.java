package io.reflux.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Members;
import io.reflux.miner.Tuples;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import io.reflux.objective.Unmined;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.setting.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every method of the catalogue keeps to; a new entry is held to it without a line here. */
class EveryMethodTest {
  private final TensorScope scope = TensorScope.open("test", Device.CPU);
  private final Problems problems = new Problems();

  @AfterEach
  void close() {
    scope.close();
  }

  static Stream<String> settings() {
    return Methods.CATALOGUE.names().stream().map(EveryMethodTest::settings);
  }

  private static String settings(String name) {
    return switch (name) {
      case "sum" ->
          "type = sum, terms { labels { objective { type = margin } },"
              + " hints { objective { type = fitnet }, weight = 0.5 },"
              + " head { objective { type = softmax }, output = embedding.shared } }";
      case "crd" -> "type = crd, negatives = 5, projection = 4";
      default -> "type = " + name;
    };
  }

  private TrialMethod trial(String settings) {
    TrialMethod trial = new TrialMethod(settings, problems, scope);
    assertThat(problems.all()).isEmpty();
    return trial;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatItAsksForIsEnoughForALoss(String settings) {
    TrialMethod trial = trial(settings);
    Loss loss = trial.loss(trial.input(), Chance.of(1));
    assertThat(loss.value().getShape().dimension()).isZero();
    assertThat(loss.value().getFloat()).isFinite();
    loss.parts().forEach((name, part) -> assertThat(part.size()).as(name).isEqualTo(1));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void gradientsReachAllThatItAsksForAndTrains(String settings) {
    TrialMethod trial = trial(settings);
    LossInput input = trial.input();
    Autograd.backward(trial.loss(input, Chance.of(1)).value());
    for (String output : trial.method().studentOutputs()) {
      assertThat(input.studentOutput(output).hasGradient()).as(output).isTrue();
    }
    input.parameters().forEach((name, leaf) -> assertThat(leaf.hasGradient()).as(name).isTrue());
  }

  @ParameterizedTest
  @MethodSource("settings")
  void whatItTrainsAndRemembersHasNamesOfItsOwnAndKeepsItsShape(String settings) {
    TrialMethod trial = trial(settings);
    List<String> names = new ArrayList<>();
    Map<String, long[]> memories = new LinkedHashMap<>();
    for (Trainable each : trial.method().trainables(TrialMethod.dimensions())) {
      names.add(each.name());
      assertThat(each.group()).as(each.name()).isNotEmpty();
    }
    for (Trainable each : trial.method().memories(TrialMethod.dimensions())) {
      names.add(each.name());
      memories.put(each.name(), each.shape());
    }
    assertThat(names).doesNotHaveDuplicates();
    Loss loss = trial.loss(trial.input(), Chance.of(1));
    assertThat(memories.keySet()).containsAll(loss.memories().keySet());
    loss.memories()
        .forEach(
            (name, memory) ->
                assertThat(memory.getShape().getShape()).as(name).isEqualTo(memories.get(name)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theSameChanceGivesTheSameLoss(String settings) {
    TrialMethod trial = trial(settings);
    LossInput input = trial.input();
    float once = trial.loss(input, Chance.of(4)).value().getFloat();
    assertThat(trial.loss(input, Chance.of(4)).value().getFloat()).isEqualTo(once);
  }

  /** Every term asks its own source once, with what it sees of the batch. */
  @ParameterizedTest
  @MethodSource("settings")
  void tuplesComeFromTheSourcesOfTheTerms(String settings) {
    TrialMethod trial = trial(settings);
    Map<String, List<LossInput>> asked = new LinkedHashMap<>();
    Map<String, TupleSource> counting = new LinkedHashMap<>();
    Set<String> terms = trial.method().needs(trial.views()).keySet();
    for (String term : terms) {
      boolean several = term.equals("target");
      TupleSource source =
          (input, chance) -> {
            asked.computeIfAbsent(term, none -> new ArrayList<>()).add(input);
            return settings.contains("type = crd") ? examples(input) : Tuples.NONE;
          };
      if (several) {
        for (int k = 0; k < 4; k++) {
          counting.put("target." + k, source);
        }
      } else {
        counting.put(term.equals("base") ? "source" : term, source);
      }
    }
    LossInput input = trial.input();
    TrialMethod counted = new TrialMethod(trial.method().withTuples(counting), scope);
    assertThat(counted.loss(input, Chance.of(1)).value().getFloat()).isFinite();
    assertThat(asked.keySet()).containsExactlyInAnyOrderElementsOf(terms);
    asked.forEach(
        (term, seen) -> {
          assertThat(seen).as(term).hasSize(term.equals("target") ? 4 : 1);
          seen.forEach(each -> assertThat(each.tuples().size()).as(term).isZero());
        });
  }

  private static Tuples examples(LossInput input) {
    return new Tuples(
        Arrays.stream(input.exampleIds())
            .mapToObj(id -> new int[] {id, (id + 1) % TrialMethod.EXAMPLES})
            .toArray(int[][]::new));
  }

  @Test
  void eachLossSaysWhereItsTuplesComeFrom() {
    Map<String, TupleSource> expected = new LinkedHashMap<>();
    for (String name : List.of("triplet", "margin", "quadruplet", "snr")) {
      expected.put(name, TupleSource.mined("distance"));
    }
    expected.put("contrastive", TupleSource.mined("distance", Members.PAIRS, Members.TRIPLETS));
    for (String name : List.of("n-pair", "angular")) {
      expected.put(name, TupleSource.mined("n-pair", Members.TRIPLETS, Members.NEGATIVE_SETS));
    }
    expected.put("triplet-margin", Unmined.ALL);
    for (String name : Objectives.CATALOGUE.names()) {
      TupleSource source = Objectives.CATALOGUE.withDefaults(name).tupleSource();
      if (name.equals("crd")) {
        assertThat(source.refusal()).isEqualTo("none: crd compares with its memory");
      } else {
        assertThat(source).as(name).isEqualTo(expected.getOrDefault(name, Unmined.WHOLE_BATCH));
      }
    }
  }
}
