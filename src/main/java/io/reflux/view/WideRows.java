package io.reflux.view;

import io.reflux.intake.Box;
import io.reflux.intake.Picture;

/**
 * The rows of a part of a picture, each resized to another width: the horizontal pass.
 *
 * <p>Two rows are made at a time. A pixel of both is held as three 64-bit numbers of two values
 * each (the red and green of either row, the blues of both), so that one multiplication weighs two
 * values: multiplications are what this pass waits for. Sums stay below 2³¹ in either half.
 */
final class WideRows {
  private static final int HALF = 1 << (Taps.FRACTION_BITS - 1);
  private static final long HALVES = HALF + ((long) HALF << Integer.SIZE);
  private static final int GROUP = 2;

  private final Picture picture;
  private final Box box;
  private final boolean mirrored;
  private final boolean asTheyAre;
  private final int perOutput;
  private final int[] firsts;
  private final long[] weights;
  private final long[] pixels;

  /** Of a part, for rows of a width; if {@code mirrored}, each from right to left. */
  WideRows(Picture picture, Box box, int width, Filter filter, boolean mirrored) {
    this.picture = picture;
    this.box = box;
    this.mirrored = mirrored;
    asTheyAre = width == box.width();
    Taps taps = asTheyAre ? Taps.NONE : Taps.of(box.width(), width, filter);
    int most = 0;
    for (int count : taps.count()) {
      most = Math.max(most, count);
    }
    perOutput = (most + GROUP - 1) / GROUP * GROUP;
    firsts = new int[taps.size()];
    weights = new long[taps.size() * perOutput];
    for (int x = 0; x < taps.size(); x++) {
      firsts[x] = Math.max(0, Math.min(taps.first()[x], box.width() - perOutput));
      int shift = taps.first()[x] - firsts[x];
      for (int tap = 0; tap < taps.count()[x]; tap++) {
        weights[x * perOutput + shift + tap] = taps.weights()[x * taps.stride() + tap];
      }
    }
    pixels = new long[asTheyAre ? 0 : 3 * Math.max(perOutput, box.width())];
  }

  /** Writes the values, 0 to 255, of a row and of the one below it. */
  void fill(int row, int[] out, int[] below) {
    if (asTheyAre) {
      copy(row, out);
      copy(row + 1, below);
    } else {
      spread(row);
      resample(out, below);
    }
  }

  private void copy(int row, int[] out) {
    byte[] in = picture.rgb();
    int start = start(row);
    for (int i = 0, o = mirrored ? out.length - 3 : 0; i < out.length; i += 3) {
      out[o] = in[start + i] & 0xFF;
      out[o + 1] = in[start + i + 1] & 0xFF;
      out[o + 2] = in[start + i + 2] & 0xFF;
      o += mirrored ? -3 : 3;
    }
  }

  /** The last row stands in for one below it. */
  private int start(int row) {
    return picture.at(box.left(), box.top() + Math.min(row, box.height() - 1));
  }

  private void spread(int row) {
    byte[] in = picture.rgb();
    int i = start(row);
    int j = start(row + 1);
    for (int p = 0, end = 3 * box.width(); p < end; p += 3, i += 3, j += 3) {
      pixels[p] = (in[i] & 0xFF) | (in[i + 1] & 0xFFL) << Integer.SIZE;
      pixels[p + 1] = (in[j] & 0xFF) | (in[j + 1] & 0xFFL) << Integer.SIZE;
      pixels[p + 2] = (in[i + 2] & 0xFF) | (in[j + 2] & 0xFFL) << Integer.SIZE;
    }
  }

  private void resample(int[] out, int[] below) {
    int step = mirrored ? -3 : 3;
    for (int x = 0, o = mirrored ? out.length - 3 : 0, w = 0; x < firsts.length; x++, o += step) {
      int p = 3 * firsts[x];
      long upper = HALVES;
      long lower = HALVES;
      long blues = HALVES;
      for (int end = w + perOutput; w < end; w += GROUP, p += 3 * GROUP) {
        long a = weights[w];
        long b = weights[w + 1];
        upper += a * pixels[p] + b * pixels[p + 3];
        lower += a * pixels[p + 1] + b * pixels[p + 4];
        blues += a * pixels[p + 2] + b * pixels[p + 5];
      }
      out[o] = Resampler.clip((int) upper >> Taps.FRACTION_BITS);
      out[o + 1] = Resampler.clip(second(upper) >> Taps.FRACTION_BITS);
      out[o + 2] = Resampler.clip((int) blues >> Taps.FRACTION_BITS);
      below[o] = Resampler.clip((int) lower >> Taps.FRACTION_BITS);
      below[o + 1] = Resampler.clip(second(lower) >> Taps.FRACTION_BITS);
      below[o + 2] = Resampler.clip(second(blues) >> Taps.FRACTION_BITS);
    }
  }

  /** The upper of two sums; a negative lower one has borrowed from it. */
  private static int second(long sums) {
    return (int) ((sums - (int) sums) >> Integer.SIZE);
  }
}
