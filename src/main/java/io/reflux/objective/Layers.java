package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Small trained layers that belong to a loss. */
public final class Layers {
  private Layers() {}

  /** The weight (out, in) and bias (out) of a linear layer, uniform in ±1/√in as in PyTorch. */
  public static List<Trainable> linear(String name, long in, long out) {
    double bound = 1 / Math.sqrt((double) in);
    String group = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    return List.of(
        new Trainable(name + ".weight", new long[] {out, in}, group, d -> d.uniform(-bound, bound)),
        new Trainable(name + ".bias", new long[] {out}, group, d -> d.uniform(-bound, bound)));
  }

  /** Two linear layers, 0 and 2, with a rectifier between. */
  public static List<Trainable> twoLinear(String name, long in, long hidden, long out) {
    List<Trainable> all = new ArrayList<>(linear(name + ".0", in, hidden));
    all.addAll(linear(name + ".2", hidden, out));
    return all;
  }

  /** A linear layer, (n, in) to (n, out). */
  public static NDArray linear(LossInput input, String name, NDArray x) {
    NDArray weight = input.parameter(name + ".weight");
    Shapes.shaped(
        "parameters." + name + ".weight", weight, weight.getShape().get(0), x.getShape().get(1));
    return RowVectors.products(x, weight).add(input.parameter(name + ".bias"));
  }

  /** Two linear layers with a rectifier between, (n, in) to (n, out). */
  public static NDArray twoLinear(LossInput input, String name, NDArray x) {
    return linear(input, name + ".2", Algebra.positivePart(linear(input, name + ".0", x)));
  }
}
