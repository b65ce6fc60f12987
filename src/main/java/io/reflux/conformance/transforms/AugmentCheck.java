package io.reflux.conformance.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Pictures;
import io.reflux.intake.Box;
import io.reflux.intake.Picture;
import io.reflux.view.Alteration;
import io.reflux.view.AugMix;
import io.reflux.view.RandAugment;
import io.reflux.view.RandomErase;
import io.reflux.view.TrivialAugmentWide;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Policies of alterations, by the draws that torchvision made. */
final class AugmentCheck {
  /** Those whose names here are not theirs in lower case. */
  private static final Map<String, Alteration> NAMED =
      Map.of(
          "ShearX", Alteration.SHEAR_X,
          "ShearY", Alteration.SHEAR_Y,
          "TranslateX", Alteration.TRANSLATE_X,
          "TranslateY", Alteration.TRANSLATE_Y,
          "AutoContrast", Alteration.AUTO_CONTRAST);

  private AugmentCheck() {}

  static List<String> differences(GoldenCase golden, Pictures pictures) throws IOException {
    List<String> differences = new ArrayList<>();
    Iterator<JsonNode> draws = golden.inputs().path("draws").iterator();
    Picture picture = pictures.read(golden.inputs().path("png").asText());
    pictures.compare(
        altered(golden, picture, bound -> drawn(draws, bound)),
        golden.expected().path("png").asText(),
        golden.json().path("tolerance"),
        differences);
    if (draws.hasNext()) {
      differences.add("draws are left over (expected: none)");
    }
    return differences;
  }

  private static int drawn(Iterator<JsonNode> draws, int bound) {
    int draw = draws.next().asInt();
    if (draw >= bound) {
      throw new IllegalArgumentException("draw: " + draw + " (expected: < " + bound + ")");
    }
    return draw;
  }

  private static Picture altered(GoldenCase golden, Picture picture, IntUnaryOperator below) {
    JsonNode params = golden.params();
    return switch (golden.op()) {
      case "alteration" ->
          alteration(params.path("name").asText()).of(picture, params.path("magnitude").asDouble());
      case "rand_augment" ->
          new RandAugment(
                  params.path("num_ops").asInt(),
                  params.path("magnitude").asInt(),
                  params.path("num_magnitude_bins").asInt())
              .altered(picture, below);
      case "trivial_augment_wide" ->
          new TrivialAugmentWide(params.path("num_magnitude_bins").asInt()).altered(picture, below);
      case "augmix" -> mixed(golden, picture, below);
      default ->
          PictureCheck.step(
              "{ type = solarize, probability = 1, threshold = "
                  + params.path("threshold").asInt()
                  + " }",
              picture);
    };
  }

  private static Alteration alteration(String name) {
    return Optional.ofNullable(NAMED.get(name))
        .orElseGet(() -> Alteration.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  private static Picture mixed(GoldenCase golden, Picture picture, IntUnaryOperator below) {
    JsonNode params = golden.params();
    JsonNode chains = golden.inputs().path("chains");
    float[] weights = new float[chains.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) chains.get(i).asDouble();
    }
    return new AugMix(
            params.path("severity").asInt(),
            params.path("mixture_width").asInt(),
            params.path("chain_depth").asInt(),
            1)
        .mixed(
            picture,
            new AugMix.Weights((float) golden.inputs().path("original").asDouble(), weights),
            below);
  }

  /** Which part is painted over, with given uniform draws. */
  static List<String> erased(GoldenCase golden) {
    JsonNode params = golden.params();
    Iterator<JsonNode> uniforms = golden.inputs().path("uniforms").iterator();
    Optional<Box> box =
        new RandomErase(1, pair(params.path("scale")), pair(params.path("ratio")), List.of(0, 0, 0))
            .box(
                params.path("width").asInt(),
                params.path("height").asInt(),
                () -> uniforms.next().asDouble());
    JsonNode want = golden.expected();
    Optional<Box> expected =
        want.has("none")
            ? Optional.empty()
            : Optional.of(
                new Box(
                    want.path("left").asInt(),
                    want.path("top").asInt(),
                    want.path("width").asInt(),
                    want.path("height").asInt()));
    return box.equals(expected) && !uniforms.hasNext()
        ? List.of()
        : List.of(box + " (expected: " + expected + ", by all draws)");
  }

  private static List<Double> pair(JsonNode pair) {
    return List.of(pair.get(0).asDouble(), pair.get(1).asDouble());
  }
}
