package io.reflux.view;

import java.util.LinkedHashMap;
import java.util.Map;

/** The interpolations, as PIL defines them. */
public enum Filter {
  BILINEAR(1) {
    @Override
    double weight(double x) {
      double distance = Math.abs(x);
      return distance < 1 ? 1 - distance : 0;
    }
  },
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double d = Math.abs(x);
      if (d < 1) {
        return ((A + 2) * d - (A + 3)) * d * d + 1;
      }
      return d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
    }
  },
  LANCZOS(3) {
    @Override
    double weight(double x) {
      return -3 <= x && x < 3 ? sinc(x) * sinc(x / 3) : 0;
    }
  };

  private static final double A = -0.5;

  private final double support;

  Filter(double support) {
    this.support = support;
  }

  /** How far the filter reaches at its own scale, in input pixels. */
  double support() {
    return support;
  }

  /** The unnormalised weight of an input at a distance. */
  abstract double weight(double x);

  /** The interpolations by their names in a pipeline file. */
  static Map<String, Filter> byName() {
    Map<String, Filter> names = new LinkedHashMap<>();
    names.put("bilinear", BILINEAR);
    names.put("bicubic", BICUBIC);
    names.put("lanczos", LANCZOS);
    return names;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
  }
}
