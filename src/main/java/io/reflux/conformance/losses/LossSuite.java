package io.reflux.conformance.losses;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Suite;
import io.reflux.engine.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Losses and their gradients against the values of the original code, in float64 and in float32,
 * which training uses.
 */
public final class LossSuite implements Suite {

  @Override
  public String kind() {
    return "losses";
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode entry : golden.index()) {
      String file = entry.path("file").asText();
      Case.Check check = device -> differences(new GoldenCase(golden.read(file)), device);
      cases.add(new Case(entry.path("op").asText(), entry.path("id").asText(), check));
    }
    return cases;
  }

  private static List<String> differences(GoldenCase golden, Device device) {
    List<String> all = new ArrayList<>(differences(golden, device, DataType.FLOAT64));
    differences(golden, device, DataType.FLOAT32).forEach(one -> all.add("in float32: " + one));
    return all;
  }

  private static List<String> differences(GoldenCase golden, Device device, DataType type) {
    return switch (golden.op()) {
      case "crd" -> new CrdCheck(golden, device, type).differences();
      case "s2sd" -> new S2sdCheck(golden, device, type).differences();
      case "diva-step" -> new DivaStepCheck(golden, device, type).differences();
      case "simreg-mlp-head" -> new SimregHeadCheck(golden, device, type).differences();
      default -> LossRecipes.differences(golden, device, type);
    };
  }
}
