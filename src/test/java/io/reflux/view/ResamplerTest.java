package io.reflux.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.intake.Box;
import io.reflux.intake.Picture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Beside PIL's checksums (in ViewsTest): what holds at every size, and plain arithmetic. */
class ResamplerTest {
  private static final int ONE = 1 << Taps.FRACTION_BITS;

  @ParameterizedTest
  @EnumSource
  void weightsOfAnOutputAreOne(Filter filter) {
    for (int in = 1; in < 40; in++) {
      for (int out = 1; out < 40; out++) {
        Taps taps = Taps.of(in, out, filter);
        assertThat(taps.size()).isEqualTo(out);
        for (int x = 0; x < out; x++) {
          int from = x * taps.stride();
          int sum = Arrays.stream(taps.weights(), from, from + taps.count()[x]).sum();
          assertThat(sum).isCloseTo(ONE, within(taps.count()[x]));
          assertThat(taps.count()[x]).isBetween(1, taps.stride());
          assertThat(taps.first()[x]).isBetween(0, in - taps.count()[x]);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BILINEAR, 1, 0.5, 0, 0",
    "BICUBIC, 1, 0.5625, 0, -0.0625",
    "LANCZOS, 1, 0.6079271, 0, -0.1350949"
  })
  void filtersHaveTheirKnownValues(
      Filter filter, double zero, double half, double one, double more) {
    assertThat(filter.weight(0)).isEqualTo(zero);
    assertThat(filter.weight(0.5)).isCloseTo(half, within(1e-7)).isEqualTo(filter.weight(-0.5));
    assertThat(filter.weight(1)).isCloseTo(one, within(1e-15));
    assertThat(filter.weight(1.5)).isCloseTo(more, within(1e-7));
    assertThat(filter.weight(filter.support() + 1e-9)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aPlainPictureStaysPlain(Filter filter) {
    for (int level : new int[] {0, 1, 128, 254, 255}) {
      byte[] plain = new byte[3 * 13 * 9];
      Arrays.fill(plain, (byte) level);
      Picture picture = new Picture(13, 9, plain);
      for (int side = 1; side < 30; side++) {
        assertThat(resized(picture, side, 30 - side, filter).rgb()).containsOnly((byte) level);
      }
    }
  }

  /** Two passes of plain sums in floating point, rounded after each. */
  @ParameterizedTest
  @EnumSource
  void everySizeIsWhatPlainSumsGive(Filter filter) {
    Picture picture = Pictures.busy(11, 8);
    for (int width = 1; width < 26; width += 3) {
      for (int height = 1; height < 26; height += 4) {
        byte[] made = resized(picture, width, height, filter).rgb();
        double[][][] rows = alongX(values(picture), width, filter);
        double[][][] plain = turned(alongX(turned(rows), height, filter));
        for (int i = 0; i < made.length; i++) {
          double expected = plain[i / 3 / width][i / 3 % width][i % 3];
          // Whole weights differ from real ones: a value just at a half may round either way.
          assertThat((double) (made[i] & 0xFF)).isCloseTo(expected, within(1.0));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingOutsideOfTheBoxHasAnyInfluence(Filter filter) {
    Picture picture = Pictures.busy(30, 20);
    Box box = new Box(7, 3, 15, 11);
    byte[] noisy = new byte[picture.rgb().length];
    Arrays.fill(noisy, (byte) 0xFF);
    for (int y = box.top(); y < box.top() + box.height(); y++) {
      int start = picture.at(box.left(), y);
      System.arraycopy(picture.rgb(), start, noisy, start, 3 * box.width());
    }
    Picture other = new Picture(30, 20, noisy);
    Picture cut = Resampler.crop(picture, box);
    for (int side = 1; side < 40; side += 2) {
      byte[] expected = resized(cut, side, 2 * side, filter).rgb();
      assertThat(Resampler.resize(picture, box, side, 2 * side, filter).rgb()).isEqualTo(expected);
      assertThat(Resampler.resize(other, box, side, 2 * side, filter).rgb()).isEqualTo(expected);
    }
  }

  @Test
  void mirroringIsDoneOnTheWay() {
    Picture picture = Pictures.busy(17, 12);
    Box box = new Box(2, 1, 13, 10);
    for (int[] size : new int[][] {{13, 10}, {13, 5}, {6, 10}, {6, 5}, {40, 31}}) {
      Picture plain = Resampler.resize(picture, box, size[0], size[1], Filter.BICUBIC);
      Resampler.Target target = new Resampler.Target(size[0], size[1], Filter.BICUBIC, true);
      assertThat(Resampler.resize(picture, box, target).rgb())
          .isEqualTo(Flip.mirrored(plain).rgb());
    }
  }

  private static Picture resized(Picture picture, int width, int height, Filter filter) {
    Box whole = new Box(0, 0, picture.width(), picture.height());
    return Resampler.resize(picture, whole, width, height, filter);
  }

  private static double[][][] values(Picture picture) {
    double[][][] values = new double[picture.height()][picture.width()][3];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        for (int c = 0; c < 3; c++) {
          values[y][x][c] = picture.rgb()[picture.at(x, y) + c] & 0xFF;
        }
      }
    }
    return values;
  }

  private static double[][][] alongX(double[][][] in, int width, Filter filter) {
    int length = in[0].length;
    if (length == width) {
      return in;
    }
    double scale = (double) length / width;
    double stretch = Math.max(1, scale);
    double[][][] out = new double[in.length][width][3];
    for (int y = 0; y < in.length; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          double sum = 0;
          double weights = 0;
          for (int j = 0; j < length; j++) {
            double weight = filter.weight((j + 0.5 - (x + 0.5) * scale) / stretch);
            sum += weight * in[y][j][c];
            weights += weight;
          }
          out[y][x][c] = Math.max(0, Math.min(255, Math.floor(sum / weights + 0.5)));
        }
      }
    }
    return out;
  }

  private static double[][][] turned(double[][][] in) {
    double[][][] out = new double[in[0].length][in.length][];
    for (int y = 0; y < in.length; y++) {
      for (int x = 0; x < in[0].length; x++) {
        out[x][y] = in[y][x];
      }
    }
    return out;
  }
}
