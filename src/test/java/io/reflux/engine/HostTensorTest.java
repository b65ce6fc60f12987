package io.reflux.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HostTensorTest {

  @Test
  void theSameTypeIsTheSameTensor() {
    HostTensor numbers = HostTensor.of(new float[] {1, Float.NaN}, 2);
    HostTensor counts = new HostTensor(ElementType.INT64, new long[0], ByteBuffer.allocate(8));
    assertThat(numbers.to(ElementType.FLOAT32)).isSameAs(numbers);
    assertThat(counts.to(ElementType.INT64)).isSameAs(counts);
  }

  @Test
  void anotherFloatingTypeIsRoundedToNearestEven() {
    HostTensor numbers = HostTensor.of(new float[] {1 + 0x1p-8f, 1 + 0x3p-8f, -2.5f}, 3);
    HostTensor rounded = numbers.to(ElementType.BFLOAT16);
    assertThat(rounded.type()).isEqualTo(ElementType.BFLOAT16);
    assertThat(rounded.doubles()).containsExactly(1, 1 + 0x1p-6, -2.5);
    assertThat(numbers.to(ElementType.FLOAT64).to(ElementType.FLOAT32)).isEqualTo(numbers);
  }

  @Test
  void wholeNumbersAreNoFloatingOnes() {
    HostTensor counts = new HostTensor(ElementType.INT64, new long[0], ByteBuffer.allocate(8));
    assertThatThrownBy(() -> counts.to(ElementType.FLOAT32))
        .hasMessage("element type: INT64 (expected: a floating one)");
  }
}
