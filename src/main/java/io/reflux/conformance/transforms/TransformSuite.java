package io.reflux.conformance.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Pictures;
import io.reflux.conformance.Suite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Decoding and views, against torchvision on PIL images and the original transform classes. */
public final class TransformSuite implements Suite {
  @Override
  public String kind() {
    return "transforms";
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode file : golden.index().path("files")) {
      for (JsonNode each : golden.read(file.path("file").asText()).path("cases")) {
        GoldenCase one = new GoldenCase(each);
        cases.add(new Case(one.op(), each.path("id").asText(), device -> differences(golden, one)));
      }
    }
    return cases;
  }

  private static List<String> differences(Golden golden, GoldenCase one) throws IOException {
    Pictures pictures = new Pictures(golden.folder());
    return switch (one.op()) {
      case "eval_geometry" -> GeometryCheck.sizes(one);
      case "random_resized_crop_params" -> CropCheck.box(one);
      case "random_resized_crop_statistics" -> CropCheck.statistics(one);
      case "random_erasing_params" -> AugmentCheck.erased(one);
      case "alteration", "rand_augment", "trivial_augment_wide", "augmix", "solarize" ->
          AugmentCheck.differences(one, pictures);
      case "to_tensor_normalize", "lr_eval_transform", "s2sd_eval_transform" ->
          ScaledCheck.differences(one, pictures);
      case "loader_modes" -> ScaledCheck.modes(one, pictures);
      default -> PictureCheck.differences(one, pictures);
    };
  }
}
