package io.reflux.conformance.trajectories;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.Suite;
import io.reflux.network.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole training steps by the student that trains in a run, against the original code: in float64,
 * where tolerances are sharp, and in float32.
 */
public final class TrajectorySuite implements Suite {

  @Override
  public String kind() {
    return "trajectories";
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode entry : golden.index()) {
      for (Precision precision : List.of(Precision.FLOAT64, Precision.FLOAT32)) {
        String type = precision == Precision.FLOAT64 ? "float64" : "float32";
        Case.Check check =
            device -> {
              TrajectoryRecipe recipe =
                  new TrajectoryRecipe(golden.read(entry.path("file").asText()));
              JsonNode keys = golden.read("keys/" + recipe.network() + ".keys.json").path("keys");
              return new TrajectoryCheck(recipe, keys, precision).differences(device);
            };
        cases.add(new Case(entry.path("op").asText() + " " + type, id(entry), check));
      }
    }
    return cases;
  }

  private static String id(JsonNode entry) {
    return entry.path("id").asText();
  }
}
