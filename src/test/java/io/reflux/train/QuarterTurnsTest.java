package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import org.junit.jupiter.api.Test;

class QuarterTurnsTest {

  @Test
  void eachImageOfTheViewIsTurnedCounterClockwise() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray image = scope.manager().create(new float[] {1, 2, 3, 4}, new Shape(1, 1, 2, 2));
      NDArray images = image.repeat(0, 8);
      NDArray turned = QuarterTurns.turned(images, 1, new int[] {4, 1, 6, 11});
      assertThat(HostTensor.copyOf(turned).floats())
          .containsExactly(
              1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, // the other view
              1, 2, 3, 4, 2, 4, 1, 3, 4, 3, 2, 1, 3, 1, 4, 2);
    }
  }

  @Test
  void pixelsAreTurnedByTheirSidesToo() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      byte[] pixels = {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4};
      NDArray image =
          scope
              .manager()
              .create(
                  java.nio.ByteBuffer.wrap(pixels),
                  new Shape(1, 2, 2, 3),
                  ai.djl.ndarray.types.DataType.UINT8);
      byte[] turned = QuarterTurns.turned(image, 0, new int[] {5}).toByteArray();
      assertThat(turned).containsExactly(2, 2, 2, 4, 4, 4, 1, 1, 1, 3, 3, 3);
    }
  }
}
