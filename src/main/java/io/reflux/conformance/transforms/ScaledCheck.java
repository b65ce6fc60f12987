package io.reflux.conformance.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Pictures;
import io.reflux.conformance.Tolerance;
import io.reflux.intake.Picture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluation views as a network sees them: cut, then scaled to {@code (v / 255 - mean) / std}. The
 * originals' other ways of scaling are the same numbers written differently.
 */
final class ScaledCheck {
  private static final double[] IMAGENET_MEAN = {0.485, 0.456, 0.406};
  private static final double[] IMAGENET_STD = {0.229, 0.224, 0.225};
  private static final double[] INCEPTION_MEAN = {104 / 255.0, 117 / 255.0, 128 / 255.0};
  private static final double[] INCEPTION_STD = {1 / 255.0, 1 / 255.0, 1 / 255.0};
  private static final double[] S2SD_INCEPTION_MEAN = {.4078, .4588, .502};
  private static final double[] S2SD_INCEPTION_STD = {.0039, .0039, .0039};
  private static final String BILINEAR = "bilinear";
  private static final int RESIZED = 256;
  private static final int CROP = 224;
  private static final int GOOGLENET_CROP = 227;

  private ScaledCheck() {}

  private record Scaled(Picture view, double[] mean, double[] std) {
    double value(int channel, int y, int x) {
      int pixel = view.rgb()[view.at(x, y) + channel] & 0xFF;
      return (pixel / 255.0 - mean[channel]) / std[channel];
    }

    double mean(int channel) {
      double sum = 0;
      for (int y = 0; y < view.height(); y++) {
        for (int x = 0; x < view.width(); x++) {
          sum += value(channel, y, x);
        }
      }
      return sum / view.pixels();
    }
  }

  /** One view against its shape, channel means and samples. */
  static List<String> differences(GoldenCase golden, Pictures pictures) throws IOException {
    Picture picture = pictures.read(golden.inputs().path("png").asText());
    Scaled scaled = scaled(golden, picture);
    JsonNode want = golden.expected();
    JsonNode allowed = golden.json().path("tolerance");
    double atol = allowed.path("atol").asDouble();
    List<String> differences = new ArrayList<>();
    if (scaled.view.height() != want.path("shape").get(1).asInt()
        || scaled.view.width() != want.path("shape").get(2).asInt()) {
      differences.add("size " + scaled.view.width() + " (expected: " + want.path("shape") + ")");
      return differences;
    }
    Tolerance values = new Tolerance(allowed.path("rtol").asDouble(), atol);
    for (JsonNode sample : want.path("samples")) {
      int channel = sample.get(0).asInt();
      double actual = scaled.value(channel, sample.get(1).asInt(), sample.get(2).asInt());
      values.compare("value at " + sample, actual, sample.get(3).asDouble(), differences);
    }
    compareMeans(scaled, want, allowed.path("stat_atol").asDouble(atol), differences);
    return differences;
  }

  /** Files of every mode: all must load, as S2SD loads them. */
  static List<String> modes(GoldenCase golden, Pictures pictures) throws IOException {
    JsonNode allowed = golden.json().path("tolerance");
    List<String> differences = new ArrayList<>();
    for (JsonNode row : golden.expected().path("rows")) {
      Picture picture = pictures.read(row.path("file").asText());
      Scaled imagenet = imagenet(picture, CROP, RESIZED);
      List<String> own = new ArrayList<>();
      double atol = allowed.path("stat_atol").asDouble();
      compareMeans(imagenet, row.path("s2sd_resnet"), atol, own);
      compareMeans(imagenet, row.path("label_relaxation_resnet"), atol, own);
      compareMeans(
          inception(picture),
          row.path("label_relaxation_bn_inception"),
          allowed.path("stat_atol_bn_inception").asDouble(),
          own);
      own.forEach(one -> differences.add(row.path("file").asText() + " " + one));
    }
    return differences;
  }

  private static void compareMeans(
      Scaled scaled, JsonNode want, double atol, List<String> differences) {
    JsonNode means = want.path("channel_mean");
    Tolerance tolerance = new Tolerance(0, atol);
    for (int c = 0; c < means.size(); c++) {
      tolerance.compare(
          "channel_mean[" + c + "]", scaled.mean(c), means.get(c).asDouble(), differences);
    }
  }

  private static Scaled scaled(GoldenCase golden, Picture picture) {
    JsonNode params = golden.params();
    if (golden.op().equals("to_tensor_normalize")) {
      return new Scaled(picture, numbers(params.path("mean")), numbers(params.path("std")));
    }
    if (golden.op().equals("lr_eval_transform")) {
      boolean inception = params.path("is_inception").asBoolean();
      return inception ? inception(picture) : imagenet(picture, CROP, RESIZED);
    }
    String architecture = params.path("arch").asText();
    if (architecture.contains("bninception")) {
      return new Scaled(bgr(picture), S2SD_INCEPTION_MEAN, S2SD_INCEPTION_STD);
    }
    if (params.path("augmentation").asText().equals("big")) {
      return imagenet(picture, RESIZED, RESIZED);
    }
    return imagenet(picture, architecture.contains("googlenet") ? GOOGLENET_CROP : CROP, RESIZED);
  }

  private static Scaled imagenet(Picture picture, int crop, int resized) {
    Picture view = PictureCheck.resizeCenterCrop(picture, resized, crop, BILINEAR);
    return new Scaled(view, IMAGENET_MEAN, IMAGENET_STD);
  }

  private static Scaled inception(Picture picture) {
    return new Scaled(bgr(picture), INCEPTION_MEAN, INCEPTION_STD);
  }

  private static Picture bgr(Picture picture) {
    Picture swapped = PictureCheck.step("{ type = bgr }", picture);
    return PictureCheck.resizeCenterCrop(swapped, RESIZED, CROP, BILINEAR);
  }

  private static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble();
    }
    return numbers;
  }
}
