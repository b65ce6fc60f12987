package io.reflux.conformance.losses;

import static io.reflux.conformance.Differences.named;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** SimReg's prediction heads under its loss, in training and in evaluation. */
record SimregHeadCheck(GoldenCase golden, Device device, DataType type) {
  private static final double EPS = 1e-5;
  private static final double FRESH = 0.1;

  List<String> differences() {
    Differences differences = new Differences(golden);
    JsonNode expected = golden.expected();
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      Map<String, NDArray> natives =
          LossCheck.natives(golden, expected.path("gradients"), scope.manager(), type);
      Map<String, NDArray> running = new LinkedHashMap<>();
      NDArray output = Autograd.recording(() -> output(natives, running, true));
      Loss loss = Autograd.recording(() -> loss(output, natives));
      Autograd.backward(loss.value());
      differences.compare("loss", loss.value(), expected.path("loss"));
      differences.compare("output", output, expected.path("output"));
      differences.gradients("gradients", natives, expected.path("gradients"));
      for (Map.Entry<String, JsonNode> each :
          expected.path("running_statistics_after").properties()) {
        NDArray statistic = running.get(each.getKey());
        differences.compare(
            "running_statistics_after." + each.getKey(), statistic, each.getValue());
      }
      NDArray after = Autograd.paused(() -> output(natives, running, false));
      differences.compare("output_eval_mode_after", after, expected.path("output_eval_mode_after"));
    }
    return differences.found();
  }

  private NDArray output(
      Map<String, NDArray> natives, Map<String, NDArray> running, boolean training) {
    NDArray x = named(natives, "features"); // (n, f)
    int layer = 0;
    for (JsonNode kind : golden.expected().path("layers")) {
      String name = String.valueOf(layer++);
      x =
          switch (kind.asText()) {
            case "Linear" ->
                x.matMul(named(natives, name + ".weight").transpose())
                    .add(named(natives, name + ".bias"));
            case "ReLU" -> Algebra.positivePart(x);
            case "BatchNorm1d" -> normalised(name, x, natives, running, training);
            default ->
                throw new IllegalArgumentException(
                    "layers: " + kind + " (expected: Linear, BatchNorm1d or ReLU)");
          };
    }
    return x;
  }

  private static NDArray normalised(
      String name,
      NDArray x,
      Map<String, NDArray> natives,
      Map<String, NDArray> running,
      boolean training) {
    int[] rows = {0};
    NDArray mean = training ? x.mean(rows) : named(running, name + ".running_mean");
    NDArray variance =
        training ? x.sub(mean).square().mean(rows) : named(running, name + ".running_var");
    if (training) {
      double n = x.getShape().get(0);
      running.put(name + ".running_mean", Algebra.times(mean.stopGradient(), FRESH));
      running.put(
          name + ".running_var",
          Algebra.times(variance.stopGradient(), FRESH * n / (n - 1)).add(1 - FRESH));
    }
    NDArray unit = x.sub(mean).div(variance.add(EPS).sqrt());
    return unit.mul(named(natives, name + ".weight")).add(named(natives, name + ".bias"));
  }

  private static Loss loss(NDArray output, Map<String, NDArray> natives) {
    int rows = (int) output.getShape().get(0);
    LossInput input =
        new LossInput(
            Map.of("embedding", output),
            Map.of("embedding", named(natives, "target")),
            new int[rows],
            new int[rows],
            1,
            Tuples.NONE,
            Map.of(),
            Map.of(),
            0);
    return LossRecipe.read("normalized-regression", Map.of()).loss(input);
  }
}
