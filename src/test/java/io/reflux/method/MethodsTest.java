package io.reflux.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.transfer.CrdLoss;
import io.reflux.setting.InputException;
import io.reflux.setting.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MethodsTest {
  private final TensorScope scope = TensorScope.open("test", Device.CPU);
  private final Problems problems = new Problems();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void crdComparesEachExampleWithItselfAndWithOthers() {
    LossInput input = input(method("type = crd"));
    CrdLoss crd = new CrdLoss(128, 500, 0.07, 0.5, 1e-7);
    Tuples tuples = crd.tupleSource().tuples(input, Chance.of(1));
    int[] ids = input.exampleIds();
    for (int i = 0; i < ids.length; i++) {
      int[] row = tuples.rows()[i];
      int[] others = Arrays.copyOfRange(row, 1, row.length);
      assertThat(row[0]).isEqualTo(ids[i]);
      assertThat(others).hasSize(500).doesNotContain(ids[i]);
      assertThat(Arrays.stream(others).distinct().count()).isEqualTo(TrialMethod.EXAMPLES - 1);
    }
  }

  @Test
  void crdRefusesASplitOfOneExample() {
    LossInput input = input(method("type = crd, negatives = 4"));
    Map<String, NDArray> alone = Map.of("student", input.memory("student").get("0:1"));
    CrdLoss crd = new CrdLoss(128, 4, 0.07, 0.5, 1e-7);
    LossInput small =
        new LossInput(
            input.student(),
            input.teacher(),
            input.labels(),
            input.exampleIds(),
            input.views(),
            input.tuples(),
            input.parameters(),
            alone,
            input.step());
    assertThatThrownBy(() -> crd.tupleSource().tuples(small, Chance.of(1)))
        .isInstanceOf(InputException.class)
        .hasMessage("data: 1 example to learn from (expected: at least 2, for crd)");
  }

  @Test
  void crdRemembersWhatItSaw() {
    Method method = method("type = crd, negatives = 4, projection = 5");
    Loss loss = loss(method, input(method), Chance.of(1));
    assertThat(loss.value().getFloat()).isFinite();
    assertThat(loss.memories()).containsOnlyKeys("student", "teacher", "normalisers");
  }

  @Test
  void crdTakesNoMiner() {
    method("type = crd, miner { type = distance }");
    assertThat(problems.all().toString())
        .contains("miner")
        .contains("crd compares with its memory");
  }

  @Test
  void aLossOfTheWholeBatchTakesNoMiner() {
    method("type = proxy-anchor, miner { type = distance }");
    method("type = sum, terms { a { objective { type = pkt }, miner { type = random } } }");
    assertThat(problems.all())
        .hasSize(2)
        .allMatch(each -> each.toString().contains("none: this loss looks at the whole batch"));
  }

  @Test
  void allTripletsAreTakenUnlessAMinerIsNamed() {
    Method all = method("type = triplet-margin");
    Method none = all.withTuples(Map.of("triplet-margin", (input, chance) -> Tuples.NONE));
    Method mined = method("type = triplet-margin, miner { type = random }");
    assertThat(problems.all()).isEmpty();
    LossInput input = input(all);
    float value = loss(all, input, Chance.of(1)).value().getFloat();
    assertThat(loss(none, input, Chance.of(2)).value().getFloat()).isEqualTo(value);
    assertThat(loss(mined, input, Chance.of(1)).value().getFloat()).isNotEqualTo(value);
  }

  @Test
  void aMinerThatSelfDistillationIsGivenServesThoseThatTakeOne() {
    method(
        "type = s2sd, base { type = multi-similarity }, target { type = triplet },"
            + " miner { type = random }");
    assertThat(problems.all()).isEmpty();
    method("type = s2sd, base { type = multi-similarity }, miner { type = random }");
    assertThat(problems.all()).hasSize(1);
  }

  @Test
  void embeddingsThatAreNotFiniteGiveALossThatIsNot() {
    for (String type : List.of("triplet", "margin", "n-pair, l2-weight = 0", "snr", "angular")) {
      Method method = method("type = " + type);
      LossInput input = input(method);
      NDArray broken = input.embeddings().duplicate();
      broken.set(new NDIndex(2, 3), Float.NaN);
      LossInput spoilt = input.withEmbeddings(broken);
      assertThat(loss(method, spoilt, Chance.of(1)).value().getFloat()).as(type).isNaN();
    }
  }

  @Test
  void aMethodRepeatsItselfUnderTheSameChanceOnly() {
    for (String type : List.of("crd, negatives = 4", "triplet")) {
      Method method = method("type = " + type);
      LossInput input = input(method);
      float first = loss(method, input, Chance.of(1)).value().getFloat();
      assertThat(loss(method, input, Chance.of(1)).value().getFloat()).isEqualTo(first);
      assertThat(loss(method, input, Chance.of(2)).value().getFloat()).isNotEqualTo(first);
    }
  }

  @Test
  void selfDistillationMinesEachEmbeddingOnItsOwn() {
    Method method =
        method("type = s2sd, base { type = margin, margin = 1 }, target-sizes = [7, 8]");
    LossInput input = input(method);
    Loss loss = loss(method, input, Chance.of(1));
    assertThat(loss.parts()).containsKeys("source", "target.0", "target.1", "divergence.1");
    Autograd.backward(loss.value());
    for (String beta : List.of("source.beta", "target.0.beta", "target.1.beta")) {
      NDArray leaf = input.parameter(beta);
      assertThat(Autograd.gradient(leaf, leaf.getManager())).as(beta).isPresent();
    }
  }

  @Test
  void aWeightedSumKeepsTheElementType() {
    Method method =
        method(
            "type = sum, terms { a { objective { type = proxy-anchor }, weight = 0.5 },"
                + " b { objective { type = softmax } } }");
    assertThat(loss(method, input(method), Chance.of(1)).value().getFloat()).isFinite();
  }

  @Test
  void divaReadsItsHeadsAndComparesWithAMomentumNetwork() {
    Method method =
        method(
            "type = diva, evaluated = [0.75, 1.25, 1.25, 1.25],"
                + " weightings { heavy = [0.5, 1.5, 1.5, 1.5] }");
    assertThat(problems.all()).isEmpty();
    assertThat(method.studentOutputs())
        .containsExactlyInAnyOrder(
            "embedding.discriminative",
            "embedding.selfsimilarity",
            "embedding.shared",
            "embedding.intra");
    assertThat(method.teacherOutputs()).isEmpty();
    Momentum momentum = method.momentum().orElseThrow();
    assertThat(momentum.outputs()).containsExactly("embedding.selfsimilarity");
    assertThat(momentum.decay()).isEqualTo(0.9);
    assertThat(method.views().student(2)).containsExactly(0);
    assertThat(method.weightings().chosen())
        .containsEntry("discriminative", 0.75)
        .containsEntry("intra", 1.25);
    assertThat(method.weightings().further().get("heavy")).containsEntry("shared", 1.5);
    FilledQueue queue = method.filledQueue().orElseThrow();
    assertThat(queue)
        .isEqualTo(new FilledQueue("embedding.selfsimilarity", "selfsimilarity.queue", 5600));
    assertThat(method("type = diva, selfsimilarity { queue = random }").filledQueue()).isEmpty();
  }

  @Test
  void weightsOfPartsAreAsManyAsTheHeads() {
    method("type = diva, evaluated = [1, 1], weightings { light = [1, 2, 3], \"a b\" = [] }");
    assertThat(problems.all())
        .extracting(Object::toString)
        .anyMatch(said -> said.contains("evaluated"))
        .anyMatch(said -> said.contains("weightings.light"))
        .anyMatch(said -> said.contains("a b"));
  }

  @Test
  void imageRotationLooksAtTheSecondViewTurned() {
    Method method = method("type = diva, features = [discriminative, image-rotation]");
    assertThat(problems.all()).isEmpty();
    assertThat(method.views().student(2)).containsExactly(0, 1);
    assertThat(method.turned()).hasValue(1);
    assertThat(method.studentOutputs()).containsExactly("embedding.discriminative", "features");
    assertThat(method.momentum()).isEmpty();
    method("type = diva, features = [discriminative, selfsimilarity, image-rotation]");
    assertThat(problems.all()).hasSize(1);
  }

  @Test
  void divaWithDeepClusteringLearnsPseudoLabels() {
    Method method =
        method("type = diva, features = [discriminative, deep-clustering], miner.type = distance");
    assertThat(problems.all()).isEmpty();
    assertThat(method.momentum()).isEmpty();
    PseudoLabels labels = method.pseudoLabels().orElseThrow();
    assertThat(labels.memory()).isEqualTo("deep-clustering.pseudo-labels");
    assertThat(labels.dueBefore(2, 0)).isTrue();
    assertThat(labels.dueBefore(2, 1)).isFalse();
    assertThat(labels.dueBefore(3, 0)).isFalse();
  }

  @Test
  void divaRefusesWhatDoesNotFit() {
    method("type = diva, features = [discriminative, share]");
    method("type = diva, evaluated = [1, 2]");
    method("type = diva, separation { directions = [intra-share] }");
    method("type = diva, separation { weights = [1, 2] }");
    method("type = diva, selfsimilarity.objective { type = triplet }");
    assertThat(problems.all().toString())
        .contains("method.features")
        .contains("method.evaluated")
        .contains("method.separation.directions")
        .contains("method.separation.weights: [1,2] (expected: one number, or 3, one a direction)")
        .contains("method.selfsimilarity.objective");
  }

  @Test
  void divasOwnRuleSaysWhatIsKeptApart() {
    assertThat(DivaDirections.of(List.of("discriminative", "selfsimilarity", "shared")))
        .containsExactly(
            "selfsimilarity-discriminative", "shared-discriminative", "shared-selfsimilarity");
    assertThat(DivaDirections.of(List.of("discriminative", "deep-clustering"))).isEmpty();
  }

  @Test
  void simRegsTeacherMayLookAtAnotherView() {
    Method same = method("type = simreg");
    Method other = method("type = simreg, teacher-view = other");
    assertThat(same.views().teacher(1)).isEqualTo(same.views().student(1)).containsExactly(0);
    assertThat(other.views().student(2)).containsExactly(0);
    assertThat(other.views().teacher(2)).containsExactly(1);
    assertThat(other.views().needed()).isEqualTo(2);
    assertThat(other.teacherOutputs()).containsExactly("features");
  }

  @Test
  void theTargetsOfSelfDistillationMayHaveALossOfTheirOwn() {
    Method method =
        method(
            "type = s2sd, base { type = triplet }, target { type = margin }, target-sizes = [7]");
    LossInput input = input(method);
    assertThat(input.parameters()).containsKey("target.0.beta").doesNotContainKey("source.beta");
    assertThat(loss(method, input, Chance.of(1)).value().getFloat()).isFinite();
  }

  @Test
  void selfDistillationStandsOnLossesOfEmbeddingsAlone() {
    method("type = s2sd, base { type = triplet }, target { type = fitnet }");
    assertThat(problems.all())
        .extracting(Object::toString)
        .containsExactly(
            "String:1: method.target.type: \"fitnet\" (expected: a loss of embeddings and labels"
                + " alone)");
  }

  private Loss loss(Method method, LossInput input, Chance chance) {
    return new TrialMethod(method, scope).loss(input, chance);
  }

  private Method method(String settings) {
    return new TrialMethod(settings, problems, scope).method();
  }

  private LossInput input(Method method) {
    return new TrialMethod(method, scope).input();
  }
}
