package io.reflux.network;

/** How alike two vectors point. */
final class Cosine {
  private Cosine() {}

  /** Of the angle between two vectors of one size. */
  static double of(float[] a, float[] b) {
    return of(a, 0, b, 0, a.length);
  }

  /** Of the angle between rows of two tables, row after row. */
  static double of(float[] a, int rowOfA, float[] b, int rowOfB, int width) {
    double product = 0;
    double squareOfA = 0;
    double squareOfB = 0;
    for (int i = 0; i < width; i++) {
      double x = a[rowOfA * width + i];
      double y = b[rowOfB * width + i];
      product += x * y;
      squareOfA += x * x;
      squareOfB += y * y;
    }
    return product / Math.sqrt(squareOfA * squareOfB);
  }
}
