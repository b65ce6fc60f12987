package io.reflux.objective;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outputs that losses are tried on. */
final class TrialShapes {
  private TrialShapes() {}

  /** One row of each of the student's outputs. */
  static Map<String, long[]> student() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("embedding", new long[] {6});
    shapes.put("features", new long[] {8});
    shapes.put("map1", new long[] {3, 4, 4});
    shapes.put("map2", new long[] {4, 3, 3});
    shapes.put("map3", new long[] {5, 3, 2});
    shapes.put("map4", new long[] {8, 2, 2});
    for (String head : List.of("discriminative", "selfsimilarity", "shared", "intra")) {
      shapes.put(head, new long[] {6});
    }
    return shapes;
  }

  /** One row of each of the teacher's outputs. */
  static Map<String, long[]> teacher() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("embedding", new long[] {6});
    shapes.put("features", new long[] {10});
    shapes.put("map1", new long[] {5, 4, 4});
    shapes.put("map2", new long[] {6, 3, 3});
    shapes.put("map3", new long[] {7, 3, 2});
    shapes.put("map4", new long[] {9, 2, 2});
    return shapes;
  }

  /** The shape of so many rows. */
  static long[] batch(int rows, long[] row) {
    long[] shape = new long[row.length + 1];
    shape[0] = rows;
    System.arraycopy(row, 0, shape, 1, row.length);
    return shape;
  }
}
