package io.reflux.conformance.checkpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.weights.KeyMap;
import io.reflux.weights.KeyMaps;
import io.reflux.weights.NamedTensors;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Key maps against the renamings of the original programs. */
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

  private static List<String> differences(JsonNode each) {
    KeyMap map = KeyMaps.all().get(MAPS.getOrDefault(each.path("id").textValue(), ""));
    if (map == null) {
      return List.of("no key map (expected: one of " + KeyMaps.all().keySet() + ")");
    }
    List<String> differences = new ArrayList<>();
    Map<String, String> found = new LinkedHashMap<>();
    for (JsonNode key : each.path("inputs").path("keys")) {
      map.rename(key.textValue()).ifPresent(name -> found.put(name, key.textValue()));
    }
    Map<String, String> expected = new LinkedHashMap<>();
    for (JsonNode pair : each.path("expected").path("pairs")) {
      expected.put(pair.get(1).textValue(), pair.get(0).textValue());
    }
    if (!List.copyOf(found.entrySet()).equals(List.copyOf(expected.entrySet()))) {
      differences.add(found + " (expected: " + expected + ")");
    }
    for (JsonNode pair : each.path("expected").path("shape_pairs")) {
      long[] after = map.apply(tensor(shape(pair.get(0)))).get("x").shape();
      if (!Arrays.equals(after, shape(pair.get(1)))) {
        differences.add(Arrays.toString(after) + " (expected: " + pair.get(1) + ")");
      }
    }
    return differences;
  }

  private static NamedTensors tensor(long[] shape) {
    int count = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    return NamedTensors.NONE.with(
        "x", new HostTensor(ElementType.UINT8, shape, ByteBuffer.allocate(count)));
  }

  private static long[] shape(JsonNode sizes) {
    long[] shape = new long[sizes.size()];
    Arrays.setAll(shape, i -> sizes.get(i).longValue());
    return shape;
  }
}
