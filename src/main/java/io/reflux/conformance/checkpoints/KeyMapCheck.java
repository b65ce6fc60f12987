package io.reflux.conformance.checkpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.CaseSettings;
import io.reflux.conformance.SameShape;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.weights.KeyFit;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import io.reflux.weights.WantedTensor;
import io.reflux.weights.WeightsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Key maps against the renamings of the original programs: a file with small tensors of the given
 * names is read for a network that wants the names that the original would give them.
 */
final class KeyMapCheck {
  private static final Map<String, String> MAPS =
      Map.of(
          "knn_simreg", "simreg-knn",
          "knn_moco", "simreg-knn",
          "knn_plain", "simreg-knn",
          "knn_byol", "simreg-knn-byol",
          "knn_predict_head", "simreg-predict-head",
          "linear_simreg", "simreg-linear",
          "linear_moco", "simreg-linear",
          "teacher_moco", "simreg-teacher",
          "pretrained_bn_inception", "bn-inception");

  private KeyMapCheck() {}

  static List<Case> cases(JsonNode file) {
    List<Case> cases = new ArrayList<>();
    for (JsonNode each : file.path("cases")) {
      cases.add(new Case("keys", each.path("id").textValue(), device -> differences(each)));
    }
    return cases;
  }

  private static List<String> differences(JsonNode each) throws IOException {
    String map = MAPS.get(each.path("id").textValue());
    if (map == null) {
      return List.of("no key map (expected: one of " + MAPS.keySet() + ")");
    }
    List<String> differences = new ArrayList<>();
    Map<String, HostTensor> given = new LinkedHashMap<>();
    for (JsonNode key : each.path("inputs").path("keys")) {
      given.put(key.textValue(), numbered(given.size(), 1));
    }
    Map<String, HostTensor> wanted = new LinkedHashMap<>();
    for (JsonNode pair : each.path("expected").path("pairs")) {
      HostTensor tensor = given.get(pair.get(0).textValue());
      if (tensor != null) {
        wanted.put(pair.get(1).textValue(), tensor);
      }
    }
    if (!given.isEmpty()) {
      compare(map, given, wanted, differences);
    }
    for (JsonNode pair : each.path("expected").path("shape_pairs")) {
      HostTensor before = numbered(1, SameShape.sizes(pair.get(0)));
      HostTensor after = new HostTensor(before.type(), SameShape.sizes(pair.get(1)), before.data());
      compare(map, Map.of("x", before), Map.of("x", after), differences);
    }
    return differences;
  }

  private static void compare(
      String map,
      Map<String, HostTensor> given,
      Map<String, HostTensor> wanted,
      List<String> differences)
      throws IOException {
    Path file = Files.createTempFile("keys", ".safetensors");
    try {
      new SafetensorsFile(new NamedTensors(given), Map.of()).write(file);
      KeyFit fit = source(map, file).load(places(wanted));
      if (!fit.isExact()) {
        differences.add(fit.report() + " (expected: " + wanted.keySet() + ")");
      }
      wanted.forEach(
          (name, tensor) -> {
            Optional<HostTensor> found = fit.fitting().find(name);
            if (found.isPresent() && !found.get().equals(tensor)) {
              differences.add(name + ": another tensor (expected: the original's)");
            }
          });
    } finally {
      Files.delete(file);
    }
  }

  private static WeightsSource source(String map, Path file) {
    Map<String, Object> written =
        Map.of("weights", file.toString(), "weights-keys", map, "weights-strict", false);
    return CaseSettings.read(written, section -> WeightsSource.read(section, Optional.empty()))
        .orElseThrow();
  }

  private static List<WantedTensor> places(Map<String, HostTensor> wanted) {
    List<WantedTensor> places = new ArrayList<>();
    wanted.forEach(
        (name, tensor) -> places.add(new WantedTensor(name, ElementType.FLOAT32, tensor.shape())));
    return places;
  }

  private static HostTensor numbered(int number, long... shape) {
    float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    Arrays.fill(values, number);
    return HostTensor.of(values, shape);
  }
}
