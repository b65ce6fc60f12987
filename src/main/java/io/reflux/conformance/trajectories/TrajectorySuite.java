package io.reflux.conformance.trajectories;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.Suite;
import io.reflux.network.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whole training steps by the student that trains in a run, against the original code: in float64,
 * where tolerances are sharp, and in float32.
 */
public final class TrajectorySuite implements Suite {
  private static final Case.Effort SLOW = new Case.Effort(0, true);

  /** One of each original program, which a build has time for, in float64. */
  private static final Set<String> QUICK = Set.of("crd", "diva", "s2sd-frozen", "simreg");

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
        String id = entry.path("id").asText();
        boolean quick = precision == Precision.FLOAT64 && QUICK.contains(id);
        cases.add(new Case(id, type, quick ? Case.Effort.SMALL : SLOW, check));
      }
    }
    return cases;
  }
}
