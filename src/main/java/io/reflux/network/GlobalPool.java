package io.reflux.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pools whole maps into vectors, (n, channels, height, width) → (n, channels): the sum of terms
 * that are made of all places.
 *
 * @param terms what is summed; at least one
 */
record GlobalPool(List<Term> terms) implements Operation, Pooling {
  /** A dimension that is reduced goes away. */
  private static final Map<String, Object> DROP = Map.of("keepdims", 0L);

  /** The mean over all places. */
  static final Term MEAN =
      new Term() {
        @Override
        public String script(Script script, String x) {
          return script.line("torch.flatten(torch.adaptive_avg_pool2d(" + x + ", [1, 1]), 1)");
        }

        @Override
        public String onnx(OnnxGraph onnx, String x) {
          return onnx.node("ReduceMean", DROP, x, onnx.wholes(2, 3));
        }
      };

  /** The maximum over all places. */
  static final Term MAXIMUM =
      new Term() {
        @Override
        public String script(Script script, String x) {
          String largest = script.first("torch.adaptive_max_pool2d(" + x + ", [1, 1])");
          return script.line("torch.flatten(" + largest + ", 1)");
        }

        @Override
        public String onnx(OnnxGraph onnx, String x) {
          return onnx.node("ReduceMax", DROP, x, onnx.wholes(2, 3));
        }
      };

  /** What is made of all places of a map, in the exact type. */
  interface Term {
    /** Writes the term; answers the variable that holds it. */
    String script(Script script, String x);

    /** Writes the term as nodes of ONNX; answers the name of what comes out. */
    String onnx(OnnxGraph onnx, String x);
  }

  /** The root of the sum of powers; the sum is kept away from 0, where a root has no gradient. */
  private record Norm(int power) implements Term {
    @Override
    public String script(Script script, String x) {
      return script.line(
          "torch.pow(torch.clamp_min(torch.sum(torch.pow(%s, %d), [2, 3]), 1e-30), %s)"
              .formatted(x, power, Script.number(1.0 / power)));
    }

    @Override
    public String onnx(OnnxGraph onnx, String x) {
      String powers = onnx.node("Pow", Map.of(), x, onnx.constant(power));
      String sum = onnx.node("ReduceSum", DROP, powers, onnx.wholes(2, 3));
      String kept = onnx.node("Max", Map.of(), sum, onnx.constant(1e-30));
      return onnx.node("Pow", Map.of(), kept, onnx.constant(1.0 / power));
    }
  }

  static GlobalPool of(Term... terms) {
    return new GlobalPool(List.of(terms));
  }

  /** The norm over all places. */
  static Term norm(int power) {
    return new Norm(power);
  }

  @Override
  public Optional<Value> draw(GraphBuilder builder, Features features) {
    return features.map().map(map -> builder.add(this, map.channels(), map));
  }

  @Override
  public long[] shape(List<long[]> inputs) {
    return new long[] {inputs.get(0)[0], inputs.get(0)[1]};
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = script.exact(inputs.get(0));
    String sum = terms.get(0).script(script, x);
    for (Term term : terms.subList(1, terms.size())) {
      sum = script.line("torch.add(" + sum + ", " + term.script(script, x) + ")");
    }
    return sum;
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    String x = inputs.get(0);
    String sum = terms.get(0).onnx(onnx, x);
    for (Term term : terms.subList(1, terms.size())) {
      sum = onnx.node("Add", Map.of(), sum, term.onnx(onnx, x));
    }
    return sum;
  }
}
