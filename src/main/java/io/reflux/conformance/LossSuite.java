package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.engine.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Losses and their gradients, in float64, against the values of the original code. */
final class LossSuite implements Suite {

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
    return switch (golden.op()) {
      case "crd" -> new CrdCheck(golden, device).differences();
      case "s2sd" -> new S2sdCheck(golden, device).differences();
      case "diva-step" -> new DivaStepCheck(golden, device).differences();
      case "simreg-mlp-head" -> new SimregHeadCheck(golden, device).differences();
      default -> LossRecipes.differences(golden, device);
    };
  }
}
