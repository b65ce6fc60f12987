package io.reflux.conformance.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenCase;
import io.reflux.intake.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Sizes after resizing the shorter side, and the places of centred crops. Pictures whose pixels
 * tell their own places go through the steps; what comes out tells where it was.
 */
final class GeometryCheck {
  private GeometryCheck() {}

  static List<String> sizes(GoldenCase golden) {
    int side = golden.params().path("resize").asInt();
    int crop = golden.params().path("crop").asInt();
    List<String> differences = new ArrayList<>();
    for (JsonNode row : golden.expected().path("rows")) {
      int width = row.get(0).asInt();
      int height = row.get(1).asInt();
      Picture plain = new Picture(width, height, new byte[3 * width * height]);
      Picture resized = PictureCheck.step("{ type = resize, side = " + side + " }", plain);
      Picture places = places(resized.width(), resized.height());
      int first = place(PictureCheck.step("{ type = center-crop, side = " + crop + " }", places));
      List<Integer> actual =
          List.of(
              resized.width(), resized.height(), first / resized.width(), first % resized.width());
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

  /** A picture that has in each pixel how many pixels there are before it. */
  private static Picture places(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int place = 0, i = 0; i < rgb.length; place++, i += 3) {
      rgb[i] = (byte) (place >> 16);
      rgb[i + 1] = (byte) (place >> 8);
      rgb[i + 2] = (byte) place;
    }
    return new Picture(width, height, rgb);
  }

  /** What the first pixel tells of its place. */
  private static int place(Picture cut) {
    byte[] rgb = cut.rgb();
    return (rgb[0] & 0xFF) << 16 | (rgb[1] & 0xFF) << 8 | (rgb[2] & 0xFF);
  }
}
