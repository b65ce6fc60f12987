package io.reflux.network;

/** How channels are counted when a network is made wider or narrower. */
final class Widths {
  private static final int STEP = 8;

  private Widths() {}

  /** The nearest multiple of 8, at least 8, never below 90 % of what is wanted. */
  static int rounded(double wanted) {
    int rounded = Math.max(STEP, (int) (wanted + STEP / 2) / STEP * STEP);
    return rounded < 0.9 * wanted ? rounded + STEP : rounded;
  }
}
