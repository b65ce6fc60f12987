package io.reflux.conformance.miners;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.CaseSettings;
import io.reflux.conformance.GoldenCase;
import io.reflux.miner.AnchorMiner;
import io.reflux.miner.Miner;
import io.reflux.miner.Miners;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which entry of the catalogue an operation of the golden cases is, with which settings. */
final class MinerRecipe {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("miner-distance", "distance"),
          Map.entry("miner-rho-distance", "rho-distance"),
          Map.entry("miner-random-distance", "random-distance"),
          Map.entry("miner-random", "random"),
          Map.entry("miner-intra-random", "intra-random"),
          Map.entry("miner-semihard", "semihard"),
          Map.entry("miner-softhard", "softhard"),
          Map.entry("miner-parametric", "parametric"),
          Map.entry("miner-ephn", "easy-positive-hard-negative"),
          Map.entry("miner-epshn", "easy-positive-semihard-negative"),
          Map.entry("miner-epdn", "easy-positive-distance-negative"),
          Map.entry("miner-shared-neg-distance", "shared-negative"),
          Map.entry("miner-shared-full-distance", "shared-full"),
          Map.entry("miner-anticollapse-distance", "anti-collapse-distance"),
          Map.entry("miner-anticollapse-cdistance", "anti-collapse-rho-distance"),
          Map.entry("miner-anticollapse-semihard", "anti-collapse-semihard"),
          Map.entry("miner-npair", "n-pair"),
          Map.entry("miner-lifted", "lifted"),
          Map.entry("miner-pml-triplet-margin", "triplet-margin"),
          Map.entry("miner-pml-multi-similarity", "multi-similarity"));

  /** Those that have an upper cutoff which the original code reads and doesn't use. */
  private static final Set<String> WITH_VARIANT =
      Set.of(
          "distance",
          "rho-distance",
          "random-distance",
          "easy-positive-distance-negative",
          "shared-negative",
          "shared-full",
          "anti-collapse-rho-distance");

  private MinerRecipe() {}

  /** The miner of a case, as the original code has it. */
  static Miner of(GoldenCase golden) {
    return read(golden, TYPES.getOrDefault(golden.op(), golden.op()), Map.of());
  }

  /** The miner that draws by weights; of one that shuffles the labels first, what it does then. */
  static AnchorMiner underLabels(GoldenCase golden) {
    return (AnchorMiner)
        (golden.inputs().has("label_permutation")
            ? read(golden, "distance", Map.of("single-sample-class", "skip"))
            : of(golden));
  }

  private static Miner read(GoldenCase golden, String type, Map<String, Object> more) {
    Map<String, Object> written = new LinkedHashMap<>(more);
    written.put("type", type);
    if (WITH_VARIANT.contains(type)) {
      written.put("variant", "original");
    }
    for (Map.Entry<String, JsonNode> each : golden.params().properties()) {
      String name =
          each.getKey().equals("n_support") ? "supports" : each.getKey().replace('_', '-');
      written.put(name, CaseSettings.plain(each.getValue()));
    }
    return CaseSettings.read(written, Miners.CATALOGUE::read);
  }
}
