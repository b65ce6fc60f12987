package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.util.List;
import org.junit.jupiter.api.Test;

class MomentumUpdateTest {

  @Test
  void movesTheKeysAndNothingElse() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        MomentumUpdate update = new MomentumUpdate(0.75, scope)) {
      NDArray key = scope.manager().create(new float[] {4, 8});
      NDArray student = scope.manager().create(new float[] {0, 4});
      int before = scope.liveTensors();
      update.move(List.of(key), List.of(student));
      assertThat(key.toFloatArray()).containsExactly(3, 7);
      update.move(List.of(key), List.of(student));
      assertThat(key.toFloatArray()).containsExactly(2.25f, 6.25f);
      assertThat(student.toFloatArray()).containsExactly(0, 4);
      assertThat(scope.liveTensors()).isEqualTo(before);
      update.move(List.of(), List.of());
    }
  }

  @Test
  void refusesWhatIsNotAMomentumAndListsThatDiffer() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      assertThatThrownBy(() -> new MomentumUpdate(1.5, scope))
          .hasMessage("momentum: 1.5 (expected: 0 … 1)");
      try (MomentumUpdate update = new MomentumUpdate(1, scope)) {
        NDArray one = scope.manager().create(1f);
        assertThatThrownBy(() -> update.move(List.of(one), List.of()))
            .hasMessage("student parameters: 0 (expected: 1)");
      }
    }
  }
}
