package io.reflux.conformance.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Pictures;
import io.reflux.conformance.Tolerance;
import io.reflux.intake.Picture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The size and the mean colour of every image of the golden trees. */
final class ImageMeans {
  private static final Tolerance EXACT = new Tolerance(0, 0);
  private static final Tolerance ALLOWED = new Tolerance(0, 2);

  private ImageMeans() {}

  static List<String> differences(Path folder, JsonNode images) throws IOException {
    Pictures pictures = new Pictures(folder.resolve("trees"));
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : images.properties()) {
      Picture picture = pictures.read(each.getKey());
      JsonNode want = each.getValue();
      EXACT.compare(
          each.getKey() + " width", picture.width(), want.path("width").asInt(), differences);
      EXACT.compare(
          each.getKey() + " height", picture.height(), want.path("height").asInt(), differences);
      for (int channel = 0; channel < Picture.CHANNELS; channel++) {
        double mean = mean(picture, channel);
        double expected = want.path("mean_rgb").get(channel).asDouble();
        ALLOWED.compare(each.getKey() + " mean " + channel, mean, expected, differences);
      }
    }
    return differences;
  }

  private static double mean(Picture picture, int channel) {
    long sum = 0;
    for (int i = channel; i < picture.rgb().length; i += Picture.CHANNELS) {
      sum += picture.rgb()[i] & 0xFF;
    }
    return (double) sum / picture.pixels();
  }
}
