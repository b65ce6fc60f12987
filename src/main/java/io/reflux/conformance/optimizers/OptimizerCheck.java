package io.reflux.conformance.optimizers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Differences;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.GoldenTensor;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.objective.Algebra;
import io.reflux.train.Optimizer;
import io.reflux.train.ParameterGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows a golden trajectory, and a second time with the optimizer replaced in its middle by a new
 * one that is given its state: both must end in the same bits.
 */
record OptimizerCheck(GoldenCase golden, Device device) {

  List<String> differences() {
    List<String> differences = new ArrayList<>();
    int steps = golden.params().path("steps").asInt();
    Map<String, HostTensor> whole = follow(steps, steps, differences);
    Map<String, HostTensor> resumed = follow(steps, steps / 2, new ArrayList<>());
    whole.forEach(
        (name, value) -> {
          if (!value.equals(resumed.get(name))) {
            differences.add(name + ": other bits after a restart (expected: the same)");
          }
        });
    return differences;
  }

  private Map<String, HostTensor> follow(int steps, int restartAt, List<String> differences) {
    OptimizerRecipe recipe = OptimizerRecipe.of(golden);
    try (TensorScope scope = TensorScope.open("conformance", device)) {
      Map<String, NDArray> all = parameters(scope.manager());
      List<ParameterGroup> groups = groups(all);
      Optimizer optimizer = new Optimizer(recipe.optimizer(), groups, scope);
      for (int step = 0; step < steps; step++) {
        if (step == restartAt) {
          Map<String, HostTensor> state = optimizer.state();
          optimizer.close();
          optimizer = new Optimizer(recipe.optimizer(), groups, scope);
          optimizer.restore(state);
        }
        double factor = recipe.schedule().factor(step, recipe.length());
        compareRates(optimizer, step, factor, differences);
        gatherGradients(all, step, scope, differences);
        optimizer.step(factor);
        compareParameters(Integer.toString(step + 1), all, differences);
      }
      Map<String, HostTensor> end = new LinkedHashMap<>(optimizer.state());
      all.forEach((name, array) -> end.put(name, HostTensor.copyOf(array)));
      optimizer.close();
      return end;
    }
  }

  private Map<String, NDArray> parameters(NDManager manager) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    for (List<String> names : OptimizerRecipe.groups(golden)) {
      for (String name : names) {
        all.put(name, Autograd.leaf(golden.input("parameters." + name).toNative(manager)));
      }
    }
    return all;
  }

  private List<ParameterGroup> groups(Map<String, NDArray> all) {
    List<ParameterGroup> groups = new ArrayList<>();
    for (List<String> names : OptimizerRecipe.groups(golden)) {
      Map<String, NDArray> own = new LinkedHashMap<>(all);
      own.keySet().retainAll(names);
      groups.add(new ParameterGroup("group-" + groups.size(), own));
    }
    return groups;
  }

  private void gatherGradients(
      Map<String, NDArray> all, int step, TensorScope owner, List<String> differences) {
    try (TensorScope scope = owner.inner()) {
      NDManager manager = scope.manager();
      NDArray loss = Autograd.recording(() -> loss(all, step, manager));
      loss.attach(manager);
      JsonNode losses = golden.expected().path("losses");
      if (!losses.isMissingNode()) {
        double expected = GoldenTensor.of(losses).data()[step];
        golden
            .tolerance("losses")
            .compare("losses[" + step + "]", loss.getDouble(), expected, differences);
      }
      Autograd.backward(loss);
    }
  }

  /** The network's loss on given data; or, for given gradients, a scalar that has just these. */
  private NDArray loss(Map<String, NDArray> all, int step, NDManager manager) {
    if (golden.inputs().has("x")) {
      NDArray x = golden.input("x").toNative(manager).get(step);
      NDArray y = golden.input("y").toNative(manager).get(step);
      NDArray hidden = x.matMul(parameter(all, "w1").transpose()).add(parameter(all, "b1"));
      NDArray relu = Algebra.positivePart(hidden);
      return relu.matMul(parameter(all, "w2").transpose())
          .add(parameter(all, "b2"))
          .sub(y)
          .square()
          .mean();
    }
    NDArray sum = manager.create(0.0);
    for (Map.Entry<String, NDArray> each : all.entrySet()) {
      NDArray gradient = golden.input("gradients." + each.getKey()).toNative(manager).get(step);
      sum = sum.add(each.getValue().mul(gradient).sum());
    }
    return sum;
  }

  private void compareRates(
      Optimizer optimizer, int step, double factor, List<String> differences) {
    GoldenTensor expected = GoldenTensor.of(golden.expected().path("learning_rates"));
    int groups = (int) expected.shape()[1];
    for (int group = 0; group < groups; group++) {
      golden
          .tolerance("learning_rates")
          .compare(
              "learning_rates[" + step + "," + group + "]",
              optimizer.learningRate("group-" + group, factor),
              expected.data()[step * groups + group],
              differences);
    }
  }

  private void compareParameters(String step, Map<String, NDArray> all, List<String> differences) {
    for (Map.Entry<String, JsonNode> each :
        golden.expected().path("parameters_after").path(step).properties()) {
      String what = "parameters_after." + step + "." + each.getKey();
      new Differences(golden, differences)
          .compare(what, parameter(all, each.getKey()), each.getValue());
    }
  }

  private static NDArray parameter(Map<String, NDArray> all, String name) {
    NDArray array = all.get(name);
    if (array == null) {
      throw new IllegalArgumentException(
          "parameters." + name + ": missing (expected: a parameter of one of the groups)");
    }
    return array;
  }
}
