package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Decoder;
import io.reflux.intake.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The images of a golden folder.
 *
 * @param folder where they lie
 */
public record Pictures(Path folder) {
  private static final Decoder DECODER = new Decoder(new DecodeSettings(1 << 24, false, 0));

  public Picture read(String file) throws IOException {
    return DECODER.decode(Files.readAllBytes(folder.resolve(file)));
  }

  /** Compares with an expected image, within {@code max_abs_255} and {@code mean_abs_255}. */
  public void compare(Picture actual, String file, JsonNode tolerance, List<String> differences)
      throws IOException {
    Picture expected = read(file);
    if (actual.width() != expected.width() || actual.height() != expected.height()) {
      differences.add(size(actual) + " (expected: " + size(expected) + ")");
      return;
    }
    int largest = 0;
    long sum = 0;
    for (int i = 0; i < actual.rgb().length; i++) {
      int error = Math.abs((actual.rgb()[i] & 0xFF) - (expected.rgb()[i] & 0xFF));
      largest = Math.max(largest, error);
      sum += error;
    }
    double mean = (double) sum / actual.rgb().length;
    double maxAllowed = tolerance.path("max_abs_255").asDouble();
    double meanAllowed = tolerance.path("mean_abs_255").asDouble();
    if (largest > maxAllowed || mean > meanAllowed) {
      differences.add(
          "values differ by up to "
              + largest
              + ", "
              + mean
              + " on average (expected: at most "
              + maxAllowed
              + " and "
              + meanAllowed
              + ")");
    }
  }

  private static String size(Picture picture) {
    return picture.width() + "×" + picture.height() + " pixels";
  }
}
