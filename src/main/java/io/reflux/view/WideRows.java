package io.reflux.view;

import io.reflux.intake.Picture;

/**
 * The rows of a part of a picture, each resized to another width: the horizontal pass.
 *
 * <p>Inputs are taken four at a time, the last ones filled up with weights of 0: without a loop for
 * each single input this takes three quarters of the time.
 */
final class WideRows {
  private static final int HALF = 1 << (Taps.FRACTION_BITS - 1);
  private static final int GROUP = 4;

  private final Picture picture;
  private final Box box;
  private final boolean asTheyAre;
  private final int perOutput;
  private final int[] firsts;
  private final int[] weights;
  private final byte[] narrow;

  WideRows(Picture picture, Box box, int width, Filter filter) {
    this.picture = picture;
    this.box = box;
    asTheyAre = width == box.width();
    Taps taps = asTheyAre ? Taps.NONE : Taps.of(box.width(), width, filter);
    int most = 0;
    for (int count : taps.count()) {
      most = Math.max(most, count);
    }
    perOutput = (most + GROUP - 1) / GROUP * GROUP;
    firsts = new int[taps.size()];
    weights = new int[taps.size() * perOutput];
    for (int x = 0; x < taps.size(); x++) {
      firsts[x] = Math.max(0, Math.min(taps.first()[x], box.width() - perOutput));
      int shift = taps.first()[x] - firsts[x];
      System.arraycopy(
          taps.weights(), x * taps.stride(), weights, x * perOutput + shift, taps.count()[x]);
    }
    narrow = new byte[box.width() < perOutput ? 3 * perOutput : 0];
  }

  /** Writes a row's values, 0 to 255. */
  void fill(int row, int[] out) {
    byte[] in = picture.rgb();
    int start = picture.at(box.left(), box.top() + row);
    if (asTheyAre) {
      for (int i = 0; i < out.length; i++) {
        out[i] = in[start + i] & 0xFF;
      }
    } else if (narrow.length > 0) {
      System.arraycopy(in, start, narrow, 0, 3 * box.width());
      resample(narrow, 0, out);
    } else {
      resample(in, start, out);
    }
  }

  private void resample(byte[] in, int start, int[] out) {
    for (int x = 0, o = 0, w = 0; x < firsts.length; x++, o += 3) {
      int i = start + 3 * firsts[x];
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      for (int end = w + perOutput; w < end; w += GROUP, i += 3 * GROUP) {
        int a = weights[w];
        int b = weights[w + 1];
        int c = weights[w + 2];
        int d = weights[w + 3];
        red += a * (in[i] & 0xFF) + b * (in[i + 3] & 0xFF);
        green += a * (in[i + 1] & 0xFF) + b * (in[i + 4] & 0xFF);
        blue += a * (in[i + 2] & 0xFF) + b * (in[i + 5] & 0xFF);
        red += c * (in[i + 6] & 0xFF) + d * (in[i + 9] & 0xFF);
        green += c * (in[i + 7] & 0xFF) + d * (in[i + 10] & 0xFF);
        blue += c * (in[i + 8] & 0xFF) + d * (in[i + 11] & 0xFF);
      }
      out[o] = Resampler.clip(red >> Taps.FRACTION_BITS);
      out[o + 1] = Resampler.clip(green >> Taps.FRACTION_BITS);
      out[o + 2] = Resampler.clip(blue >> Taps.FRACTION_BITS);
    }
  }
}
