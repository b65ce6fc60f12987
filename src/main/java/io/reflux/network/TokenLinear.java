package io.reflux.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A linear layer at every place, in the trunk's type: (n, places, in) → (n, places, out).
 *
 * @param weight (out, in)
 * @param bias (out), or none
 * @param mask (out), which the bias is multiplied with; or none
 */
record TokenLinear(Key weight, Optional<Key> bias, Optional<Key> mask) implements Operation {
  /** As transformers start: timm's and DINO's alike. */
  private static final Initial START = Initial.normal(0.02);

  /** Draws the layer. */
  static Value draw(GraphBuilder builder, String name, Value x, int out) {
    Key weight = weight(builder, name + ".weight", x, out);
    Key bias = builder.key(name + ".bias", Key.Kind.WEIGHT, Initial.ZEROS, out);
    return builder.add(new TokenLinear(weight, Optional.of(bias), Optional.empty()), out, x);
  }

  /** Draws the layer that makes queries, keys and values. */
  static Value queriesKeysValues(
      GraphBuilder builder, BlockNames.Pair names, Value x, TransformerBlock.QkvBias biased) {
    int out = 3 * x.channels();
    Key weight = weight(builder, names.first(), x, out);
    Key bias = builder.key(names.second(), Key.Kind.WEIGHT, Initial.ZEROS, out);
    Key mask = builder.key(names.second() + "_mask", Key.Kind.CONSTANT, Initial.OUTER_THIRDS, out);
    TokenLinear layer =
        switch (biased) {
          case ALL -> new TokenLinear(weight, Optional.of(bias), Optional.empty());
          case QUERIES_AND_VALUES -> new TokenLinear(weight, Optional.of(bias), Optional.of(mask));
          case NONE -> new TokenLinear(weight, Optional.empty(), Optional.empty());
        };
    return builder.add(layer, out, x);
  }

  private static Key weight(GraphBuilder builder, String name, Value x, int out) {
    return builder.key(name, Key.Kind.WEIGHT, START, out, x.channels());
  }

  @Override
  public List<Key> keys() {
    return Stream.of(Optional.of(weight), bias, mask).flatMap(Optional::stream).toList();
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    long[] in = inputs.get(0);
    return new long[] {in[0], in[1], weight.shape()[0]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.compute(inputs.get(0));
    String added =
        mask.isEmpty()
            ? bias.map(script::computed).orElse("None")
            : "torch.mul(%s, %s)"
                .formatted(
                    script.computed(bias.orElseThrow()), script.computed(mask.orElseThrow()));
    return script.like(x, "torch.linear(%s, %s, %s)".formatted(x, script.computed(weight), added));
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    Map<String, Object> turned = Map.of("perm", new long[] {1, 0});
    String columns = onnx.node("Transpose", turned, onnx.weight(weight));
    String product = onnx.node("MatMul", Map.of(), inputs.get(0), columns);
    if (bias.isEmpty()) {
      return product;
    }
    String added = onnx.weight(bias.get());
    String masked =
        mask.map(each -> onnx.node("Mul", Map.of(), added, onnx.weight(each))).orElse(added);
    return onnx.node("Add", Map.of(), product, masked);
  }
}
