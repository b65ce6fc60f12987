package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A rate falls with each depth that lies below the embedding, inside of its own group. */
class LayerDecayTest {

  @Test
  void ratesFallFromTheEmbeddingDown() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray stem = Autograd.leaf(scope.manager().create(new float[] {1}));
      NDArray last = Autograd.leaf(scope.manager().create(new float[] {1}));
      NDArray proxies = Autograd.leaf(scope.manager().create(new float[] {1}));
      String hocon = "type = sgd, lr = 0.1, momentum = 0, weight-decay = 0, layer-decay = 0.5";
      OptimizerSettings settings =
          OptimizerSettings.read(
              new Written(hocon + ", groups { proxies { lr-scale = 4 } }").section());
      List<ParameterGroup> groups =
          List.of(
              new ParameterGroup(new WeightPlace("backbone", 3), Map.of("stem", stem)),
              new ParameterGroup(new WeightPlace("backbone", 0), Map.of("last", last)),
              new ParameterGroup("proxies", Map.of("proxies", proxies)));
      try (Optimizer optimizer = new Optimizer(settings, groups, scope)) {
        Autograd.backward(Autograd.recording(() -> stem.sum().add(last.sum()).add(proxies.sum())));
        optimizer.step(2);
        assertThat(optimizer.learningRate("backbone", 2)).isEqualTo(0.2);
      }
      assertThat(stem.toFloatArray()).containsExactly(new float[] {1 - 0.2f / 8}, within(1e-6f));
      assertThat(last.toFloatArray()).containsExactly(new float[] {1 - 0.2f}, within(1e-6f));
      assertThat(proxies.toFloatArray()).containsExactly(new float[] {1 - 0.8f}, within(1e-6f));
    }
  }

  /** A checkpoint of the one is one of the other. */
  @Test
  void whatIsRememberedIsNamedAsWithoutIt() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray stem = Autograd.leaf(scope.manager().create(new float[] {1}));
      NDArray last = Autograd.leaf(scope.manager().create(new float[] {1}));
      OptimizerSettings settings =
          OptimizerSettings.read(new Written("type = adamw, layer-decay = 0.5").section());
      List<ParameterGroup> parted =
          List.of(
              new ParameterGroup(new WeightPlace("backbone", 1), Map.of("stem", stem)),
              new ParameterGroup(new WeightPlace("backbone", 0), Map.of("last", last)));
      List<ParameterGroup> together =
          List.of(new ParameterGroup("backbone", Map.of("stem", stem, "last", last)));
      try (Optimizer one = new Optimizer(settings, parted, scope);
          Optimizer other = new Optimizer(settings, together, scope)) {
        Autograd.backward(Autograd.recording(() -> stem.sum().add(last.sum())));
        one.step(1);
        Map<String, HostTensor> state = one.state();
        other.restore(state);
        assertThat(other.state()).isEqualTo(state);
      }
    }
  }
}
