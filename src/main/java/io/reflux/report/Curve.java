package io.reflux.report;

import java.util.ArrayList;
import java.util.List;

/** Points of a line in the order in which they came; when there are many, means of neighbours. */
final class Curve {
  private static final int MOST = 1000;

  private final List<double[]> points = new ArrayList<>();
  private int width = 1;
  private double sumX;
  private double sumY;
  private int gathered;

  void add(double x, double y) {
    sumX += x;
    sumY += y;
    if (++gathered == width) {
      points.add(new double[] {sumX / width, sumY / width});
      sumX = 0;
      sumY = 0;
      gathered = 0;
    }
    if (points.size() == 2 * MOST) {
      halve();
    }
  }

  /** The points, at most 2000 of them; those of a last, short group are left out unless alone. */
  List<double[]> points() {
    if (points.isEmpty() && gathered > 0) {
      return List.of(new double[] {sumX / gathered, sumY / gathered});
    }
    return List.copyOf(points);
  }

  private void halve() {
    List<double[]> fewer = new ArrayList<>();
    for (int i = 0; i + 1 < points.size(); i += 2) {
      double[] a = points.get(i);
      double[] b = points.get(i + 1);
      fewer.add(new double[] {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2});
    }
    points.clear();
    points.addAll(fewer);
    width *= 2;
  }
}
