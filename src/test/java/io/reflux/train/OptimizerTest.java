package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
  private TensorScope scope = TensorScope.open("test", Device.CPU);
  private NDArray a = scope.manager().create(0);
  private NDArray b = scope.manager().create(0);

  @BeforeEach
  void parameters() {
    a = Autograd.leaf(scope.manager().create(new float[] {1, -2, 3}));
    b = Autograd.leaf(scope.manager().create(new float[] {4, 5, 6, 7}, new Shape(2, 2)));
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type = adamw",
        "type = adam",
        "type = sgd",
        "type = sgd, momentum = 0",
        "type = sgd, nesterov = true",
        "type = rmsprop"
      })
  void leavesAloneWhatNoBackwardPassHasReached(String hocon) {
    try (Optimizer optimizer = optimizer(hocon + ", weight-decay = 0.1")) {
      HostTensor before = HostTensor.copyOf(b);
      gradients(() -> a.pow(2).sum());
      optimizer.step(1);
      assertThat(HostTensor.copyOf(b)).isEqualTo(before);
      gradients(() -> a.pow(2).sum().add(b.sum()));
      optimizer.step(1);
      HostTensor reached = HostTensor.copyOf(b);
      Map<String, HostTensor> state = optimizer.state();
      assertThat(reached).isNotEqualTo(before);
      HostTensor moved = HostTensor.copyOf(a);
      gradients(() -> a.pow(2).sum());
      optimizer.step(1);
      assertThat(HostTensor.copyOf(a)).isNotEqualTo(moved);
      assertThat(HostTensor.copyOf(b)).isEqualTo(reached);
      optimizer
          .state()
          .forEach(
              (name, value) -> {
                if (name.startsWith("b.")) {
                  assertThat(value).isEqualTo(state.get(name));
                }
              });
    }
  }

  @Test
  void theMeanOfWeightsFollowsEveryStepAndIsRestored() {
    String settings = "type = sgd, lr = 0.5, weight-decay = 0, momentum = 0, average = 0.75";
    try (Optimizer optimizer = optimizer(settings)) {
      float[] mean = {1, -2, 3};
      for (int step = 0; step < 3; step++) {
        gradients(() -> a.pow(2).sum().mul(0.25f));
        optimizer.step(1);
        float[] now = a.toFloatArray();
        for (int i = 0; i < mean.length; i++) {
          mean[i] = 0.75f * mean[i] + 0.25f * now[i];
        }
      }
      Map<String, HostTensor> state = optimizer.state();
      assertThat(Objects.requireNonNull(state.get("a.average")).floats())
          .containsExactly(mean, within(1e-6f));
      assertThat(Objects.requireNonNull(state.get("b.average")).floats())
          .containsExactly(4, 5, 6, 7);
      gradients(() -> a.sum());
      optimizer.step(1);
      optimizer.restore(state);
      assertThat(optimizer.state()).isEqualTo(state);
      StudentState student =
          new StudentState(
              Map.of("a", HostTensor.copyOf(a), "count", HostTensor.copyOf(b)),
              state,
              Map.of(),
              Map.of(),
              Map.of());
      assertThat(student.network("average/recall@1"))
          .containsEntry("a", Objects.requireNonNull(state.get("a.average")))
          .containsEntry("count", HostTensor.copyOf(b));
      assertThat(student.network("recall@1")).isEqualTo(student.network());
    }
  }

  @Test
  void aGradientOfZerosIsAGradient() {
    try (Optimizer optimizer = optimizer("type = sgd, lr = 0.5, weight-decay = 1, momentum = 0")) {
      gradients(() -> a.mul(0).sum());
      optimizer.step(1);
      assertThat(a.toFloatArray()).containsExactly(0.5f, -1, 1.5f);
    }
  }

  @Test
  void gradientsGatherUntilTheStepAndAreZeroAfterIt() {
    try (Optimizer optimizer = optimizer("type = sgd, lr = 1, weight-decay = 0, momentum = 0")) {
      gradients(() -> a.sum());
      gradients(() -> a.sum());
      optimizer.step(0.25);
      assertThat(a.toFloatArray()).containsExactly(0.5f, -2.5f, 2.5f);
      assertThat(a.getGradient().toFloatArray()).containsOnly(0);
    }
  }

  @Test
  void clipsByTheNormOfAllGradientsTogether() {
    String hocon = "type = sgd, lr = 1, weight-decay = 0, momentum = 0, clip-gradient-norm = 1";
    try (Optimizer optimizer = optimizer(hocon)) {
      gradients(() -> a.mul(3).sum().add(b.mul(4).sum()));
      optimizer.step(1);
      double norm = Math.sqrt(3 * 9 + 4 * 16);
      assertThat(a.toFloatArray()[0]).isEqualTo((float) (1 - 3 / norm), within(1e-6f));
      assertThat(b.toFloatArray()[0]).isEqualTo((float) (4 - 4 / norm), within(1e-6f));
      gradients(() -> a.mul(0.01).sum());
      float before = a.toFloatArray()[0];
      optimizer.step(1);
      assertThat(a.toFloatArray()[0]).isEqualTo(before - 0.01f, within(1e-6f));
    }
  }

  @Test
  void clipsEachElement() {
    String hocon = "type = sgd, lr = 1, weight-decay = 0, momentum = 0, clip-gradient-value = 2";
    try (Optimizer optimizer = optimizer(hocon)) {
      gradients(() -> a.mul(scope.manager().create(new float[] {-9, 1, 9})).sum());
      optimizer.step(1);
      assertThat(a.toFloatArray()).containsExactly(3, -3, 1);
    }
  }

  @Test
  void groupsHaveTheirOwnRates() {
    String hocon = "type = sgd, lr = 1, weight-decay = 0, momentum = 0";
    try (Optimizer optimizer = optimizer(hocon + ", groups { second { lr-scale = 10 } }")) {
      assertThat(optimizer.learningRate("second", 0.5)).isEqualTo(5);
      gradients(() -> a.sum().add(b.sum()));
      optimizer.step(0.5);
      assertThat(a.toFloatArray()[0]).isEqualTo(0.5f);
      assertThat(b.toFloatArray()[0]).isEqualTo(-1f);
    }
  }

  /** A group that stands still neither moves nor decays, and remembers nothing of the time. */
  @Test
  void aFrozenGroupBeginsLaterAsIfItHadBegunThen() {
    String hocon = "type = adamw, lr = 0.1, groups { second { frozen = 2 steps } }";
    try (Optimizer optimizer = optimizer(hocon)) {
      HostTensor before = HostTensor.copyOf(b);
      Map<String, HostTensor> state = optimizer.state();
      OptimizerSettings settings = OptimizerSettings.read(new Written(hocon).section());
      TrainingLength length = new TrainingLength(2, 2);
      for (int step = 0; step < 2; step++) {
        gradients(() -> a.pow(2).sum().add(b.pow(3).sum()));
        assertThat(settings.frozen(step, length)).containsExactly("second");
        optimizer.step(1, settings.frozen(step, length));
        assertThat(b.getGradient().toFloatArray()).containsOnly(0);
      }
      assertThat(HostTensor.copyOf(b)).isEqualTo(before);
      optimizer
          .state()
          .forEach(
              (name, value) ->
                  assertThat(value.equals(state.get(name))).isEqualTo(name.startsWith("b.")));
      assertThat(settings.frozen(2, length)).isEmpty();
      HostTensor start = HostTensor.copyOf(a);
      gradients(() -> b.pow(3).sum());
      optimizer.step(1, settings.frozen(2, length));
      HostTensor later = HostTensor.copyOf(b);
      assertThat(HostTensor.copyOf(a)).as("not reached").isEqualTo(start);
      b = Autograd.leaf(before.toNative(scope.manager()));
      try (Optimizer fresh = optimizer("type = adamw, lr = 0.1")) {
        gradients(() -> b.pow(3).sum());
        fresh.step(1);
      }
      assertThat(HostTensor.copyOf(b)).isEqualTo(later);
    }
  }

  @Test
  void channelsLastWeightsLearnAsRowMajorOnes() {
    NDArray rows = scope.manager().arange(24f).reshape(2, 3, 2, 2).div(10);
    NDArray last = rows.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
    assertThat(learn(Autograd.leaf(last))).isEqualTo(learn(Autograd.leaf(rows)));
  }

  @Test
  void refusesAStateThatIsNotItsOwn() {
    try (Optimizer optimizer = optimizer("type = adamw")) {
      Map<String, HostTensor> state = new LinkedHashMap<>(optimizer.state());
      assertThat(state)
          .containsOnlyKeys(
              "a.exp_avg", "a.exp_avg_sq", "a.step", "b.exp_avg", "b.exp_avg_sq", "b.step");
      state.put("a.exp_avg", HostTensor.of(new float[2], 2));
      assertThatThrownBy(() -> optimizer.restore(state))
          .hasMessage("optimizer state: a.exp_avg: FLOAT32[2] (expected: FLOAT32[3])");
      state.remove("a.exp_avg");
      assertThatThrownBy(() -> optimizer.restore(state))
          .hasMessage("optimizer state: a.exp_avg: missing (expected: a tensor)");
    }
  }

  @Test
  void refusesAGroupThatIsNotThere() {
    assertThatThrownBy(() -> optimizer("type = adamw, groups { proxis { lr = 1 } }"))
        .hasMessage("optimizer.groups.proxis: no such group (expected: one of first, second)");
  }

  @Test
  void leavesNothingBehind() {
    int before = scope.liveTensors();
    try (Optimizer optimizer = optimizer("type = adamw")) {
      gradients(() -> a.sum());
      optimizer.step(1);
      int inUse = scope.liveTensors();
      gradients(() -> a.sum());
      optimizer.step(1);
      assertThat(scope.liveTensors()).isEqualTo(inUse);
    }
    assertThat(scope.liveTensors()).isEqualTo(before);
  }

  private HostTensor learn(NDArray weights) {
    OptimizerSettings settings = read("type = adamw, lr = 0.1");
    List<ParameterGroup> groups = List.of(new ParameterGroup("w", Map.of("w", weights)));
    try (Optimizer optimizer = new Optimizer(settings, groups, scope)) {
      NDArray slope = scope.manager().arange(24f).reshape(2, 3, 2, 2).sub(7);
      for (int i = 0; i < 3; i++) {
        gradients(() -> weights.mul(slope).sum().add(weights.pow(2).sum()));
        optimizer.step(1);
      }
      return HostTensor.copyOf(weights);
    }
  }

  private Optimizer optimizer(String hocon) {
    List<ParameterGroup> groups =
        List.of(
            new ParameterGroup("first", Map.of("a", a)),
            new ParameterGroup("second", Map.of("b", b)));
    return new Optimizer(read(hocon), groups, scope);
  }

  private static OptimizerSettings read(String hocon) {
    Written written = new Written(hocon);
    OptimizerSettings settings = OptimizerSettings.read(written.section());
    assertThat(written.problems()).isEmpty();
    return settings;
  }

  private void gradients(Supplier<NDArray> loss) {
    try (TensorScope temporary = scope.inner()) {
      NDArray value = Autograd.recording(loss);
      value.attach(temporary.manager());
      Autograd.backward(value);
    }
  }
}
