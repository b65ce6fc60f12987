package io.reflux.conformance.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Tolerance;
import io.reflux.intake.Box;
import io.reflux.view.Filter;
import io.reflux.view.RandomResizedCrop;
import java.util.ArrayList;
import java.util.List;

/** Which part RandomResizedCrop cuts out. */
final class CropCheck {
  private static final int DRAWS = 20_000;

  private CropCheck() {}

  /** With given uniform draws: the very part, and how many draws it took. */
  static List<String> box(GoldenCase golden) {
    double[] uniforms =
        numbers(golden.inputs().path("uniforms")).stream().mapToDouble(x -> x).toArray();
    int[] used = {0};
    Box box = crop(golden).box(width(golden), height(golden), () -> uniforms[used[0]++]);
    JsonNode want = golden.expected();
    Box expected =
        new Box(
            want.path("left").asInt(),
            want.path("top").asInt(),
            want.path("width").asInt(),
            want.path("height").asInt());
    List<String> differences = new ArrayList<>();
    if (!box.equals(expected)) {
      differences.add(box + " (expected: " + expected + ")");
    }
    if (used[0] != want.path("uniforms_used").asInt()) {
      differences.add(used[0] + " draws (expected: " + want.path("uniforms_used").asInt() + ")");
    }
    return differences;
  }

  /** With draws of our own: means and deviations of area and shape. */
  static List<String> statistics(GoldenCase golden) {
    RandomResizedCrop crop = crop(golden);
    Draws draws = Chance.of(1).draws();
    double[] area = new double[DRAWS];
    double[] shape = new double[DRAWS];
    double whole = (double) width(golden) * height(golden);
    for (int i = 0; i < DRAWS; i++) {
      Box box = crop.box(width(golden), height(golden), draws::nextDouble);
      area[i] = box.width() * box.height() / whole;
      shape[i] = Math.log((double) box.width() / box.height());
    }
    Tolerance tolerance = new Tolerance(0, golden.json().path("tolerance").path("abs").asDouble());
    List<String> differences = new ArrayList<>();
    JsonNode want = golden.expected();
    compare(tolerance, "area_fraction", area, want, differences);
    compare(tolerance, "log_ratio", shape, want, differences);
    return differences;
  }

  private static void compare(
      Tolerance tolerance, String name, double[] values, JsonNode want, List<String> differences) {
    double mean = 0;
    double squares = 0;
    for (double value : values) {
      mean += value / values.length;
      squares += value * value / values.length;
    }
    double deviation = Math.sqrt(Math.max(0, squares - mean * mean));
    tolerance.compare(name + "_mean", mean, want.path(name + "_mean").asDouble(), differences);
    tolerance.compare(name + "_std", deviation, want.path(name + "_std").asDouble(), differences);
  }

  private static RandomResizedCrop crop(GoldenCase golden) {
    return new RandomResizedCrop(
        1,
        numbers(golden.params().path("scale")),
        numbers(golden.params().path("ratio")),
        Filter.BILINEAR);
  }

  private static int width(GoldenCase golden) {
    return golden.params().path("width").asInt();
  }

  private static int height(GoldenCase golden) {
    return golden.params().path("height").asInt();
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(x -> numbers.add(x.asDouble()));
    return numbers;
  }
}
