package io.reflux.conformance;

import io.reflux.engine.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which entries of the catalogue an operation of the golden cases is held against. */
final class LossRecipes {
  private static final Map<String, List<LossRecipe>> RECIPES = new LinkedHashMap<>();

  static {
    add("relaxed-contrastive", LossRecipe.of("relaxed-contrastive"));
    add("rkd-distance", LossRecipe.of("rkd-distance"));
    add("rkd-angle", LossRecipe.of("rkd-angle"));
    add("rkd", LossRecipe.of("rkd"));
    add("pkt", LossRecipe.of("pkt"));
    add("proxy-anchor", LossRecipe.of("proxy-anchor").without("n_classes"));
  }

  private LossRecipes() {}

  /** Runs a case by every recipe of its operation and answers what differs. */
  static List<String> differences(GoldenCase golden, Device device) {
    List<LossRecipe> recipes = RECIPES.get(golden.op());
    if (recipes == null) {
      return List.of("operation " + golden.op() + " (expected: one that this version knows)");
    }
    List<String> differences = new ArrayList<>();
    int ran = 0;
    for (LossRecipe recipe : recipes) {
      if (recipe.appliesTo(golden)) {
        ran++;
        differences.addAll(new LossCheck(golden, recipe, device).differences());
      }
    }
    return ran > 0 ? differences : List.of("expected.loss: missing (expected: a number)");
  }

  private static void add(String operation, LossRecipe... recipes) {
    RECIPES.put(operation, List.of(recipes));
  }
}
