package io.reflux.conformance.optimizers;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Suite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Trajectories of optimizers and schedules, in float64, against PyTorch's. */
public final class OptimizerSuite implements Suite {
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
