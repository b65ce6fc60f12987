package io.reflux.conformance.losses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Differences;
import io.reflux.conformance.GoldenCase;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.self.S2sdLoss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** S2SD with its base loss on every embedding, each with tuples of its own. */
record S2sdCheck(GoldenCase golden, Device device, DataType type) {

  List<String> differences() {
    Differences differences = new Differences(golden);
    S2sdLoss objective = (S2sdLoss) recipe().objective(golden);
    JsonNode gradients = golden.expected().path("gradients");
    int branches = golden.params().path("target_dims").size();
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      Map<String, NDArray> natives = LossCheck.natives(golden, gradients, scope.manager(), type);
      LossInput input = input(natives);
      List<Tuples> tuples =
          IntStream.range(0, branches).mapToObj(k -> tuples("target_triplets." + k)).toList();
      Loss loss = Autograd.recording(() -> objective.loss(input, objective.targets(input), tuples));
      Autograd.backward(loss.value());
      differences.compare("loss", loss.value(), golden.expected().path("loss"));
      differences.gradients("gradients", natives, gradients);
      compareParts(loss, branches, differences);
    }
    return differences.found();
  }

  private LossRecipe recipe() {
    boolean onMap = golden.params().path("pool_aggr").asBoolean();
    return LossRecipe.of("s2sd")
        .without("n_classes")
        .without("iteration")
        .without("base_criterion")
        .reading("base_params", params -> Map.of("base", base(params)))
        .renaming("T", "temperature")
        .renaming("w", "weight")
        .renaming("feat_w", "feature-weight")
        .renaming("pool_aggr", "pool-aggregation")
        .renaming("target_dims", "target-sizes")
        .renaming("feat_distill", "feature-distillation")
        .renaming("feat_distill_delay", "feature-delay")
        .with("map", onMap ? "map4" : "none");
  }

  private Map<String, Object> base(JsonNode params) {
    boolean margin = golden.params().path("base_criterion").asText().equals("margin");
    LossRecipe recipe = margin ? LossRecipes.margin() : LossRecipes.multiSimilarity();
    Map<String, Object> settings = recipe.settings(params);
    settings.put("type", recipe.type());
    return settings;
  }

  private LossInput input(Map<String, NDArray> natives) {
    Map<String, NDArray> student = new HashMap<>();
    Map<String, NDArray> parameters = new HashMap<>();
    natives.forEach(
        (name, array) -> {
          switch (name) {
            case "embeddings" -> student.put("embedding", array);
            case "pooled_features" -> student.put("features", array);
            case "feature_maps" -> student.put("map4", array);
            case "source_beta" -> parameters.put("source.beta", array);
            default ->
                parameters.put(
                    name.startsWith("target_beta.")
                        ? "target." + name.substring(name.indexOf('.') + 1) + ".beta"
                        : name.replace('_', '-'),
                    array);
          }
        });
    int[] labels = golden.input("labels").ints();
    return new LossInput(
        student,
        Map.of(),
        labels,
        new int[labels.length],
        1,
        tuples("source_triplets"),
        parameters,
        Map.of(),
        golden.params().path("iteration").asLong());
  }

  private Tuples tuples(String name) {
    return golden.inputs().has(name) ? new Tuples(golden.inputRows(name)) : Tuples.NONE;
  }

  private void compareParts(Loss loss, int branches, Differences differences) {
    JsonNode expected = golden.expected().path("components");
    differences.compare("source_loss", part(loss, "source"), expected.path("source_loss"));
    compareEach(loss, "target.", branches, "target_losses", differences);
    compareEach(loss, "divergence.", branches, "kl_divergences", differences);
    if (expected.has("feature_kl")) {
      double[] divergence = part(loss, "feature-divergence");
      differences.compare("feature_kl", divergence, expected.path("feature_kl"));
    }
  }

  private void compareEach(
      Loss loss, String part, int branches, String field, Differences differences) {
    double[] actual =
        IntStream.range(0, branches).mapToDouble(k -> part(loss, part + k)[0]).toArray();
    differences.compare(field, actual, golden.expected().path("components").path(field));
  }

  private static double[] part(Loss loss, String name) {
    NDArray part = loss.parts().get(name);
    return part == null ? new double[0] : Differences.doubles(part);
  }
}
