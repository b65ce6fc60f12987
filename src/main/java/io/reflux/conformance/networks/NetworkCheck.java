package io.reflux.conformance.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.SameShape;
import io.reflux.conformance.Tolerance;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.network.Lowering;
import io.reflux.network.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lowers a described network, runs it on a golden case's input and compares all that the case says.
 *
 * @param recipe the network
 * @param keys its key list
 * @param golden the case
 * @param device where to run
 */
record NetworkCheck(NetworkRecipe recipe, JsonNode keys, JsonNode golden, Device device) {
  private static final String TOKENS = "patch_tokens";

  List<String> differences() throws IOException {
    List<String> differences = new ArrayList<>();
    NetworkKeys.compare(recipe.network(), keys, differences);
    Map<String, HostTensor> weights = NetworkFill.weights(keys);
    Path file = Files.createTempFile("network", ".pt");
    try {
      if (golden.path("op").asText().equals("forward_eval")) {
        for (Lowering lowering : lowerings()) {
          recipe.network().lower(lowering.onNumbers(), weights, file);
          forward(file, lowering.outputs(), differences);
        }
        if (DoubleValues.in(golden)) {
          recipe.network().lower(doubles(), weights, file);
          forwardInDoubles(file, doubles().outputs(), differences);
        }
      } else {
        Lowering lowering = Lowering.training(precision(), names("stages", "outputs"));
        recipe.network().lower(lowering.onNumbers(), weights, file);
        backward(file, lowering.outputs(), differences);
      }
      return differences;
    } finally {
      Files.delete(file);
    }
  }

  private List<Lowering> lowerings() {
    List<Lowering> lowerings = new ArrayList<>();
    lowerings.add(Lowering.training(precision(), names("stages", "outputs")));
    lowerings.add(Lowering.inference(precision(), names("stages", "outputs")));
    if (device.kind() == Device.Kind.CPU) {
      // A lane fuses layers: maps between them are asked for elsewhere.
      lowerings.add(Lowering.lane(device, precision(), names("outputs")));
    }
    return lowerings;
  }

  /** The outputs that some sections of the case are about. */
  private String[] names(String... sections) {
    Set<String> names = new LinkedHashSet<>();
    names.add(embedding());
    for (String section : sections) {
      golden
          .path("expected")
          .path(section)
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (recipe.answers(name)) {
                  names.add(recipe.output(name));
                }
              });
    }
    if (readsTokens()) {
      names.add(TOKENS);
    }
    return names.toArray(String[]::new);
  }

  /** With batch statistics over a few places, 32 bits flip rectifiers here and there. */
  private Precision precision() {
    boolean exact = golden.path("op").asText().startsWith("forward_backward");
    return exact ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  private Lowering doubles() {
    List<String> names = new ArrayList<>();
    golden.path("expected").path("outputs").fieldNames().forEachRemaining(names::add);
    String[] outputs = names.stream().map(recipe::output).toArray(String[]::new);
    return Lowering.training(Precision.FLOAT64, outputs).onNumbers();
  }

  private List<String> stages() {
    List<String> names = new ArrayList<>();
    golden.path("expected").path("stages").fieldNames().forEachRemaining(names::add);
    return names.stream().filter(recipe::answers).map(recipe::output).toList();
  }

  /** True if the loss is one of the other tokens too. */
  private boolean readsTokens() {
    return golden.path("params").path("loss").asText().contains(TOKENS);
  }

  private String embedding() {
    return recipe.network().outputs().contains("embedding") ? "embedding" : "output";
  }

  private void forward(Path file, List<String> outputs, List<String> differences)
      throws IOException {
    try (TensorScope scope = TensorScope.open("conformance", device);
        Program program = Program.load(file, scope)) {
      NDList answers = program.infer(input(scope));
      NetworkAnswers all = new NetworkAnswers(recipe, outputs, answers, golden);
      if (outputs.containsAll(stages())) {
        all.compareStages(differences);
      }
      all.compareOutputs(differences);
    }
  }

  private void forwardInDoubles(Path file, List<String> outputs, List<String> differences)
      throws IOException {
    try (TensorScope scope = TensorScope.open("conformance", device);
        Program program = Program.load(file, scope)) {
      NDList answers = program.infer(input(scope));
      new NetworkAnswers(recipe, outputs, answers, DoubleValues.of(golden))
          .compareDoubles(differences);
    }
  }

  private void backward(Path file, List<String> outputs, List<String> differences)
      throws IOException {
    try (TensorScope scope = TensorScope.open("conformance", device);
        Program program = Program.load(file, scope)) {
      if (golden.path("op").asText().equals("forward_backward_train")) {
        program.train();
      }
      NDList input = input(scope);
      input.head().setRequiresGradient(true);
      NDList answers = Autograd.recording(() -> program.run("forward", input));
      NDArray embedding = answers.get(outputs.indexOf(embedding()));
      NDArray loss = Autograd.recording(() -> loss(scope, outputs, answers));
      Autograd.backward(loss);
      NetworkAnswers all = new NetworkAnswers(recipe, outputs, answers, golden);
      all.compareStages(differences);
      all.compareRows("output", embedding, golden.path("expected").path("output"), differences);
      JsonNode exact = DoubleValues.of(golden);
      double expected = exact.path("expected").path("loss").asDouble();
      new Tolerance(exact.path("tolerance").path("rtol").asDouble(), 0)
          .compare("loss", loss.toType(DataType.FLOAT64, true).getDouble(), expected, differences);
      NetworkGradients gradients = new NetworkGradients(recipe.network(), program, exact);
      gradients.compare(differences);
      JsonNode ofInput = golden.path("expected").path("input_grad");
      if (!ofInput.isMissingNode()) {
        gradients.compare("gradient of the input", input.head(), ofInput, differences);
      }
    }
  }

  private NDList input(TensorScope scope) {
    long[] shape = SameShape.sizes(golden.path("inputs").path("shape"));
    int k = golden.path("inputs").path("k").asInt();
    return new NDList(NetworkFill.input(k, shape).toNative(scope.manager()));
  }

  private NDArray loss(TensorScope scope, List<String> outputs, NDList answers) {
    NDArray embedding = answers.get(outputs.indexOf(embedding()));
    if (!golden.path("params").path("loss").asText().contains("embedding-c")) {
      return embedding.square().mean();
    }
    NDArray loss = distance(scope, embedding, 9998);
    return readsTokens()
        ? loss.add(distance(scope, answers.get(outputs.indexOf(TOKENS)), 9997))
        : loss;
  }

  /** The mean square of the difference to an array filled as the input, with another k. */
  private static NDArray distance(TensorScope scope, NDArray answer, int k) {
    NDArray target =
        NetworkFill.input(k, answer.getShape().getShape())
            .toNative(scope.manager())
            .toType(answer.getDataType(), false);
    return answer.sub(target).square().mean();
  }
}
