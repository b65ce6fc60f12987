package io.reflux.network;

import io.reflux.engine.HostTensor;
import io.reflux.wire.OnnxModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lowers a network to an ONNX model: float32, batch norm folded, any number of images. */
final class OnnxLowerer {
  private static final String INPUT = "input";

  private OnnxLowerer() {}

  static OnnxModel lower(
      Network network,
      Lowering lowering,
      Map<String, HostTensor> weights,
      Map<String, String> notes) {
    if (lowering.precision() != Precision.FLOAT32 || !lowering.use().frozen()) {
      throw new IllegalArgumentException(
          "ONNX: "
              + lowering.use()
              + " in "
              + lowering.precision()
              + " (expected: INFERENCE in FLOAT32)");
    }
    Folding.Result folded = Folding.fold(network.graph().settled(), weights);
    OnnxModel model = new OnnxModel();
    boolean pixels = lowering.input() == Lowering.Input.PIXELS;
    OnnxGraph onnx = new OnnxGraph(model, folded.weights());
    String input = pixels ? normalised(onnx, network.normalization()) : INPUT;
    Map<Integer, String> names = new HashMap<>();
    for (int place : folded.graph().needed(lowering.outputs())) {
      Node node = folded.graph().nodes().get(place);
      List<String> inputs = new ArrayList<>();
      node.inputs().forEach(each -> inputs.add(names.getOrDefault(each, "")));
      boolean first = node.inputs().isEmpty();
      names.put(place, first ? input : node.operation().onnx(onnx, inputs));
    }
    describe(model, network, lowering);
    notes.forEach(model::metadata);
    for (String name : lowering.outputs()) {
      int place = folded.graph().node(name);
      model.node("Identity", List.of(names.getOrDefault(place, "")), name, Map.of());
    }
    return model;
  }

  private static String normalised(OnnxGraph onnx, Normalization normalization) {
    String x = INPUT;
    if (normalization.reversed()) {
      x = onnx.node("Gather", Map.of("axis", 3L), x, onnx.wholes(2, 1, 0));
    }
    x = onnx.node("Cast", Map.of("to", 1L), x);
    x = onnx.node("Transpose", Map.of("perm", new long[] {0, 3, 1, 2}), x);
    x = onnx.node("Sub", Map.of(), x, onnx.constant(normalization.offset(), 1, 3, 1, 1));
    return onnx.node("Mul", Map.of(), x, onnx.constant(normalization.scale(), 1, 3, 1, 1));
  }

  private static void describe(OnnxModel model, Network network, Lowering lowering) {
    Operation first = network.graph().nodes().get(0).operation();
    boolean pixels = lowering.input() == Lowering.Input.PIXELS;
    int side = network.someSide();
    long[] taken = first.taken(side).orElseThrow();
    boolean fixed = network.graph().onlySide().isPresent();
    if (taken.length == 2) {
      model.input(INPUT, OnnxModel.Type.FLOAT32, List.of("batch", taken[1]));
    } else if (pixels) {
      List<Object> sides =
          fixed ? List.of("batch", side, side, 3) : List.of("batch", "height", "width", 3);
      model.input(INPUT, OnnxModel.Type.UINT8, sides);
      model.metadata("input", "uint8 RGB pixels, NHWC; normalised inside the model");
    } else {
      List<Object> sides =
          fixed ? List.of("batch", 3, side, side) : List.of("batch", 3, "height", "width");
      model.input(INPUT, OnnxModel.Type.FLOAT32, sides);
      model.metadata("input", "float32, NCHW, (pixel / 255 - mean) / deviation");
    }
    Normalization normalization = network.normalization();
    model.metadata("mean", normalization.mean().toString());
    model.metadata("deviation", normalization.deviation().toString());
    model.metadata("channels", normalization.reversed() ? "bgr" : "rgb");
    Map<String, long[]> shapes = network.graph().shapes(taken);
    Map<String, long[]> larger =
        network.graph().shapes(first.taken(fixed ? side : 2 * side).orElseThrow());
    for (String name : lowering.outputs()) {
      long[] shape = shapes.getOrDefault(name, new long[0]);
      model.output(name, dimensions(name, shape, larger.getOrDefault(name, shape)));
    }
  }

  /** Sizes that depend on the images' are left open. */
  private static List<Object> dimensions(String name, long[] shape, long[] larger) {
    List<Object> dimensions = new ArrayList<>(List.of("batch"));
    for (int axis = 1; axis < shape.length; axis++) {
      boolean open = shape[axis] != larger[axis];
      dimensions.add(open ? name + openAxis(shape.length, axis) : (Object) shape[axis]);
    }
    return dimensions;
  }

  private static String openAxis(int dimensions, int axis) {
    if (dimensions != 4) {
      return "_places";
    }
    return axis == 2 ? "_height" : "_width";
  }
}
