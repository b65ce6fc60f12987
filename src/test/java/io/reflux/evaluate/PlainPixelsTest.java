package io.reflux.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainPixelsTest {
  private static final int SIDE = 12;
  private static final int ROWS = 8;

  /** Two classes of noise under brightness that is the class's for half of the images. */
  private static Optional<PlainPixels.Comparison> compared(int[] labels, float[] embeddings) {
    PlainPixels plain = new PlainPixels();
    ByteBuffer images = ByteBuffer.allocateDirect(ROWS * SIDE * SIDE * 3);
    for (int i = 0; i < images.capacity(); i++) {
      int row = i / (SIDE * SIDE * 3);
      images.put(i, (byte) (row % 4 < 2 ? 40 * (row % 2) + i * 7 % 13 : row * 29));
    }
    plain.add(images, SIDE, labels, embeddings);
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      return plain.compared(scope);
    }
  }

  @Test
  void aNetworkThatTellsClassesApartIsBetterThanThePixels() {
    int[] labels = {0, 1, 0, 1, 0, 1, 0, 1};
    PlainPixels.Comparison good =
        compared(labels, new float[] {0, 1, 0, 1, 0, 1, 0, 1}).orElseThrow();
    assertThat(good.network()).isEqualTo(1);
    assertThat(good.pixels()).isLessThan(0.9);
    assertThat(good.isDoubtful()).isFalse();
    PlainPixels.Comparison bad =
        compared(labels, new float[] {0, 0.1f, 3, 3.1f, 6, 6.1f, 9, 9.1f}).orElseThrow();
    assertThat(bad.pixels()).isEqualTo(good.pixels());
    assertThat(bad.network()).isLessThan(0.5);
  }

  @Test
  void hardlyBetterIsByATenthOfWhatIsThereOrIsLacking() {
    assertThat(new PlainPixels.Comparison(0.34, 0.32).isDoubtful()).isTrue();
    assertThat(new PlainPixels.Comparison(0.36, 0.32).isDoubtful()).isFalse();
    assertThat(new PlainPixels.Comparison(0.012, 0.010).isDoubtful()).isFalse();
    assertThat(new PlainPixels.Comparison(0.905, 0.9).isDoubtful()).isTrue();
    assertThat(new PlainPixels.Comparison(0.92, 0.9).isDoubtful()).isFalse();
    assertThat(new PlainPixels.Comparison(1, 1).isDoubtful()).isFalse();
  }

  @Test
  void whereNothingCanBeFoundNothingIsSaid() {
    assertThat(compared(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, new float[ROWS])).isEmpty();
    assertThat(compared(new int[ROWS], new float[ROWS]).orElseThrow().isDoubtful()).isFalse();
  }
}
