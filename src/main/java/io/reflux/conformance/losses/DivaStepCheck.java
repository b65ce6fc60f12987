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
import io.reflux.objective.Algebra;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One step of DiVA: margin losses and momentum contrast on their own embeddings, separated. */
record DivaStepCheck(GoldenCase golden, Device device, DataType type) {
  private static final String QUEUE = "memory_queue";

  List<String> differences() {
    Differences differences = new Differences(golden);
    JsonNode gradients = golden.expected().path("gradients");
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      Map<String, NDArray> natives = LossCheck.natives(golden, gradients, scope.manager(), type);
      Map<String, Loss> terms = Autograd.recording(() -> terms(natives));
      NDArray sum = Autograd.recording(() -> sum(terms));
      Autograd.backward(sum);
      differences.compare("loss", sum, golden.expected().path("loss"));
      differences.gradients("gradients", natives, gradients);
      for (Map.Entry<String, JsonNode> each : golden.expected().path("components").properties()) {
        Loss term = terms.get(each.getKey());
        differences.compare(
            "components." + each.getKey(), term == null ? null : term.value(), each.getValue());
      }
      Loss contrast = terms.get("selfsimilarity");
      if (contrast != null) {
        NDArray after = contrast.memories().get("queue");
        differences.compare(QUEUE + "_after", after, golden.expected().path(QUEUE + "_after"));
      }
    }
    return differences.found();
  }

  private Map<String, Loss> terms(Map<String, NDArray> natives) {
    Map<String, Loss> terms = new LinkedHashMap<>();
    for (JsonNode each : golden.params().path("features")) {
      String name = each.asText();
      boolean contrast = name.equals("selfsimilarity");
      terms.put(name, contrast ? contrast(natives) : margin(name, natives));
    }
    Map<String, NDArray> heads = new HashMap<>();
    Map<String, NDArray> parameters = new HashMap<>();
    natives.forEach(
        (name, array) -> {
          if (name.startsWith("features.")) {
            heads.put(name.substring("features.".length()), array);
          } else if (name.startsWith("regressors.")) {
            parameters.put(name, array);
          }
        });
    Map<String, Object> settings =
        LossRecipes.separation().settings(golden.params().path("separation"));
    Objective separation = LossRecipe.read("adversarial-separation", settings);
    terms.put("separation", separation.loss(input(heads, Map.of(), Tuples.NONE, parameters)));
    return terms;
  }

  private Loss margin(String name, Map<String, NDArray> natives) {
    Map<String, Object> settings = LossRecipes.margin().settings(golden.params().path("margin"));
    Tuples tuples = new Tuples(golden.inputRows("triplets." + name));
    Map<String, NDArray> head = Map.of("embedding", natives.get("features." + name));
    Map<String, NDArray> beta = Map.of("beta", natives.get("beta." + name));
    return LossRecipe.read("margin", settings).loss(input(head, Map.of(), tuples, beta));
  }

  private Loss contrast(Map<String, NDArray> natives) {
    JsonNode params = golden.params().path("ssl");
    LossRecipe recipe = LossRecipes.contrast(params.path("method").asText());
    Map<String, NDArray> head = Map.of("embedding", natives.get("features.selfsimilarity"));
    Map<String, NDArray> keys = Map.of("embedding", natives.get("key_features"));
    Map<String, NDArray> queue = Map.of("queue", natives.get(QUEUE));
    return LossRecipe.read(recipe.type(), recipe.settings(params))
        .loss(input(head, keys, Tuples.NONE, queue));
  }

  private NDArray sum(Map<String, Loss> terms) {
    Map<String, String> weights =
        Map.of("selfsimilarity", "alpha_ssl", "shared", "alpha_shared", "intra", "alpha_intra");
    NDArray sum = null;
    for (Map.Entry<String, Loss> each : terms.entrySet()) {
      String weight = weights.get(each.getKey());
      NDArray value = each.getValue().value();
      NDArray term =
          weight == null ? value : Algebra.times(value, golden.params().path(weight).asDouble());
      sum = sum == null ? term : sum.add(term);
    }
    if (sum == null) {
      throw new IllegalArgumentException("params.features: none (expected: at least one)");
    }
    return sum;
  }

  /** With what a loss owns, parameters and memories by their names. */
  private LossInput input(
      Map<String, NDArray> student,
      Map<String, NDArray> teacher,
      Tuples tuples,
      Map<String, NDArray> own) {
    int[] labels = golden.input("labels").ints();
    int[] ids = new int[labels.length];
    return new LossInput(student, teacher, labels, ids, 1, tuples, own, own, 0);
  }
}
