package io.reflux.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.intake.Picture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlurTest {
  private static final int SIDE = 41;
  private static final int MIDDLE = SIDE / 2;

  @Test
  void aRadiusOfZeroChangesNothing() {
    Picture picture = Pictures.busy(7, 5);
    assertThat(Blur.gaussian(picture, 0)).isSameAs(picture);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 1, 2, 5, 20})
  void aPlainPictureStaysPlainUpToItsEdges(float radius) {
    for (int level : new int[] {0, 1, 77, 255}) {
      byte[] plain = new byte[3 * 9 * 4];
      Arrays.fill(plain, (byte) level);
      assertThat(Blur.gaussian(new Picture(9, 4, plain), radius).rgb()).containsOnly((byte) level);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 1.5f, 2.5f})
  void aLineSpreadsAsWideAsTheGaussian(float radius) {
    Picture line = new Picture(SIDE, 3, new byte[3 * SIDE * 3]);
    for (int y = 0; y < 3; y++) {
      line.rgb()[line.at(MIDDLE, y) + 1] = (byte) 255;
    }
    Picture blurred = Blur.gaussian(line, radius);
    double sum = 0;
    double variance = 0;
    for (int x = 0; x < SIDE; x++) {
      int value = green(blurred, x);
      assertThat(value).isEqualTo(green(blurred, SIDE - 1 - x));
      assertThat(blurred.rgb()[blurred.at(x, 1)]).as("red").isZero();
      if (x > MIDDLE) {
        assertThat(value).isLessThanOrEqualTo(green(blurred, x - 1));
      }
      sum += value;
      variance += value * (double) (x - MIDDLE) * (x - MIDDLE);
    }
    // Rounded to whole levels at each of three passes.
    assertThat(sum).isCloseTo(255, within(10.0));
    assertThat(Math.sqrt(variance / sum)).isCloseTo(radius, within(0.1 * radius));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.3f, 1, 3})
  void leftAndRightAreTreatedAlike(float radius) {
    Picture picture = Pictures.busy(12, 7);
    assertThat(Blur.gaussian(Flip.mirrored(picture), radius).rgb())
        .isEqualTo(Flip.mirrored(Blur.gaussian(picture, radius)).rgb());
  }

  private static int green(Picture picture, int x) {
    return picture.rgb()[picture.at(x, 1) + 1] & 0xFF;
  }
}
