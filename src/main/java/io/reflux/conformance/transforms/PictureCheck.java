package io.reflux.conformance.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Pictures;
import io.reflux.intake.Box;
import io.reflux.intake.Picture;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.view.Colors;
import io.reflux.view.Filter;
import io.reflux.view.Hue;
import io.reflux.view.Resampler;
import io.reflux.view.Step;
import io.reflux.view.Views;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Operations from picture to picture. */
final class PictureCheck {
  private PictureCheck() {}

  static List<String> differences(GoldenCase golden, Pictures pictures) throws IOException {
    JsonNode inputs = golden.inputs();
    String input = inputs.path(inputs.has("png") ? "png" : "file").asText();
    Picture actual = apply(golden, pictures.read(input));
    List<String> differences = new ArrayList<>();
    pictures.compare(
        actual,
        golden.expected().path("png").asText(),
        golden.json().path("tolerance"),
        differences);
    return differences;
  }

  private static Picture apply(GoldenCase golden, Picture picture) {
    JsonNode params = golden.params();
    return switch (golden.op()) {
      case "decode_rgb" -> picture;
      case "resize_center_crop" ->
          resizeCenterCrop(
              picture,
              params.path("resize").asInt(),
              params.path("crop").asInt(),
              interpolation(params));
      case "resize_exact" ->
          Resampler.resize(
              picture,
              new Box(0, 0, picture.width(), picture.height()),
              params.path("width").asInt(),
              params.path("height").asInt(),
              filter(params));
      case "resized_crop" -> resizedCrop(picture, params);
      case "color_jitter_sequence" -> jittered(picture, params.path("sequence"));
      case "grayscale" -> step("{ type = grayscale, probability = 1 }", picture);
      case "hflip" -> mirrored(picture);
      case "rgb_to_bgr" -> step("{ type = bgr }", picture);
      case "rotate" ->
          step("{ type = rotate, quarters = [%d] }", params.path("angle").asInt() / 90, picture);
      case "gaussian_blur" ->
          step(
              "{ type = gaussian-blur, probability = 1, radius = [%1$s, %1$s] }",
              params.get("radius"), picture);
      default ->
          throw new IllegalArgumentException(
              "op: " + golden.op() + " (expected: one that this version knows)");
    };
  }

  /** Resize, then CenterCrop, by the steps that a pipeline file would name. */
  static Picture resizeCenterCrop(Picture picture, int resize, int crop, String filter) {
    Picture resized =
        step("{ type = resize, side = " + resize + ", filter = " + filter + " }", picture);
    return step("{ type = center-crop, side = " + crop + " }", resized);
  }

  /** A step that leaves nothing to chance, as a pipeline file would name it. */
  static Picture step(String hocon, Picture picture) {
    Problems problems = new Problems();
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "step", problems);
    Step step = Views.CATALOGUE.read(section);
    if (!problems.none()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return step.apply(picture, Chance.of(0).draws());
  }

  private static Picture resizedCrop(Picture picture, JsonNode params) {
    Box box =
        new Box(
            params.path("left").asInt(),
            params.path("top").asInt(),
            params.path("width").asInt(),
            params.path("height").asInt());
    int side = params.path("size").asInt();
    Picture cut = Resampler.resize(picture, box, side, side, filter(params));
    return params.path("flip").asBoolean() ? mirrored(cut) : cut;
  }

  private static Picture mirrored(Picture picture) {
    return step("{ type = flip, probability = 1 }", picture);
  }

  private static Picture step(String hocon, Object setting, Picture picture) {
    return step(hocon.formatted(setting), picture);
  }

  /** The interpolation by its name in a pipeline file; cases that say nothing are bilinear. */
  private static String interpolation(JsonNode params) {
    return params.path("interpolation").asText("bilinear");
  }

  private static Filter filter(JsonNode params) {
    return Filter.valueOf(interpolation(params).toUpperCase(Locale.ROOT));
  }

  private static Picture jittered(Picture picture, JsonNode sequence) {
    Picture changed = picture;
    for (JsonNode each : sequence) {
      double factor = each.get(1).asDouble();
      changed =
          switch (each.get(0).asText()) {
            case "brightness" -> Colors.brightness(changed, (float) factor);
            case "contrast" -> Colors.contrast(changed, (float) factor);
            case "saturation" -> Colors.saturation(changed, (float) factor);
            default -> Hue.turned(changed, factor);
          };
    }
    return changed;
  }
}
