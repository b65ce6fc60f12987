package io.reflux.conformance.optimizers;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Differences;
import io.reflux.conformance.GoldenCase;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.train.MomentumUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Follows a momentum teacher over the steps of a golden case. */
final class MomentumCheck {
  private static final List<String> NAMES = List.of("w1", "b1", "w2", "b2");

  private MomentumCheck() {}

  static List<String> differences(GoldenCase golden, Device device) {
    List<String> differences = new ArrayList<>();
    try (TensorScope scope = TensorScope.open("conformance", device);
        MomentumUpdate update =
            new MomentumUpdate(golden.params().path("momentum").asDouble(), scope)) {
      List<NDArray> keys =
          NAMES.stream().map(n -> golden.input("key." + n).toNative(scope.manager())).toList();
      List<NDArray> models =
          NAMES.stream().map(n -> golden.input("model." + n).toNative(scope.manager())).toList();
      long steps = models.get(0).getShape().get(0);
      for (int step = 0; step < steps; step++) {
        long index = step;
        update.move(keys, models.stream().map(model -> model.get(index)).toList());
        compare(golden, Integer.toString(step + 1), keys, differences);
      }
    }
    return differences;
  }

  private static void compare(
      GoldenCase golden, String step, List<NDArray> keys, List<String> differences) {
    for (Map.Entry<String, JsonNode> each :
        golden.expected().path("key_after").path(step).properties()) {
      String what = "key_after." + step + "." + each.getKey();
      NDArray actual = keys.get(NAMES.indexOf(each.getKey()));
      new Differences(golden, differences).compare(what, actual, each.getValue());
    }
  }
}
