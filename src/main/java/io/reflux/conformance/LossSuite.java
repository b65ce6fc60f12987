package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
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
      Case.Check check =
          device -> LossRecipes.differences(new GoldenCase(golden.read(file)), device);
      cases.add(new Case(entry.path("op").asText(), entry.path("id").asText(), check));
    }
    return cases;
  }
}
