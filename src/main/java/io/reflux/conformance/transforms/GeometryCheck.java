package io.reflux.conformance.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenCase;
import io.reflux.view.Geometry;
import java.util.ArrayList;
import java.util.List;

/** Sizes after resizing the shorter side, and the places of centred crops. */
final class GeometryCheck {
  private GeometryCheck() {}

  static List<String> sizes(GoldenCase golden) {
    int side = golden.params().path("resize").asInt();
    int crop = golden.params().path("crop").asInt();
    List<String> differences = new ArrayList<>();
    for (JsonNode row : golden.expected().path("rows")) {
      int width = row.get(0).asInt();
      int height = row.get(1).asInt();
      int newWidth = Geometry.resizedSide(width, height, side);
      int newHeight = Geometry.resizedSide(height, width, side);
      List<Integer> actual =
          List.of(
              newWidth,
              newHeight,
              Geometry.centred(newHeight, crop),
              Geometry.centred(newWidth, crop));
      List<Integer> expected = new ArrayList<>();
      for (int i = 2; i < row.size(); i++) {
        expected.add(row.get(i).asInt());
      }
      if (!actual.equals(expected)) {
        differences.add(width + "×" + height + ": " + actual + " (expected: " + expected + ")");
      }
    }
    return differences;
  }
}
