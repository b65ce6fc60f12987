package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

/** The count of live tensors, which every other test of ownership relies on. */
class TensorScopeTest {

  @Test
  void aScopeCountsItsOwnTensorsAndThoseOfScopesInside() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      assertThat(scope.liveTensors()).isZero();
      NDArray kept = scope.manager().ones(new Shape(2));
      try (TensorScope message = scope.inner()) {
        NDArray made = message.manager().ones(new Shape(2));
        made.add(1);
        assertThat(message.liveTensors()).isEqualTo(2);
        assertThat(scope.liveTensors()).isEqualTo(3);
        made.close();
        assertThat(scope.liveTensors()).isEqualTo(2);
      }
      assertThat(scope.liveTensors()).isEqualTo(1);
      assertThat(kept.toFloatArray()).containsExactly(1, 1);
    }
  }

  @Test
  void theProcessIsAsItWasOnceAScopeIsClosed() {
    int before = TensorScope.liveInProcess();
    TensorScope scope = TensorScope.open("test", Device.CPU);
    TensorScope forgotten = scope.inner();
    NDArray array = forgotten.manager().ones(new Shape(2));
    assertThat(TensorScope.liveInProcess()).isEqualTo(before + 1);
    scope.close();
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
    assertThat(scope.liveTensors()).isZero();
    assertThat(forgotten.liveTensors()).isZero();
    assertThatThrownBy(array::toFloatArray).isInstanceOf(IllegalStateException.class);
    scope.close();
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  @Test
  void whatIsHandedToAnotherOwnerOutlivesItsScope() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray answer;
      try (TensorScope message = scope.inner()) {
        answer = message.manager().create(new float[] {1, 2});
        answer.attach(scope.manager());
      }
      assertThat(answer.toFloatArray()).containsExactly(1, 2);
      assertThat(scope.liveTensors()).isEqualTo(1);
    }
  }
}
