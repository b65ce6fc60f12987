package io.reflux.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Trajectories of optimizers and schedules, in float64, against PyTorch's. */
final class OptimizerSuite implements Suite {
  private static final String MOMENTUM_UPDATE = "momentum-key-update";

  @Override
  public String kind() {
    return "optimizers";
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode entry : golden.index()) {
      String file = entry.path("file").asText();
      String operation = entry.path("op").asText();
      Case.Check check =
          device -> {
            GoldenCase one = new GoldenCase(golden.read(file));
            return operation.equals(MOMENTUM_UPDATE)
                ? MomentumCheck.differences(one, device)
                : new OptimizerCheck(one, device).differences();
          };
      cases.add(new Case(operation, entry.path("id").asText(), check));
    }
    return cases;
  }
}
