package io.reflux.network;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SimReg's prediction heads (Navaneet et al., SimReg: Regression as a simple yet effective tool for
 * self-supervised knowledge distillation, 2021). Keys are the layers' numbers.
 *
 * @param kind which of the repository's heads
 * @param hidden the widths of the hidden layers
 * @param size how many components come out: the teacher's
 */
record RegressionHead(Kind kind, List<Integer> hidden, int size) implements Head {

  /** Which of the repository's heads. */
  enum Kind {
    /**
     * Linear layers; with three hidden ones, batch norm and rectifier after the first and third.
     */
    MLP,
    /** Linear layers with batch norm and rectifier after every hidden one: the evaluation's. */
    EVALUATION_MLP,
    /** Batch norm, then one linear layer. */
    LINEAR;

    static Map<String, Kind> names() {
      Map<String, Kind> names = new LinkedHashMap<>();
      names.put("mlp", MLP);
      names.put("evaluation-mlp", EVALUATION_MLP);
      names.put("linear", LINEAR);
      return Collections.unmodifiableMap(names);
    }
  }

  static RegressionHead read(Section section) {
    return new RegressionHead(
        section.oneOf("kind", Kind.names()),
        section.wholes("hidden", Range.atLeast(1)),
        section.whole("size", Range.atLeast(1)));
  }

  @Override
  public Value draw(GraphBuilder builder, Value features) {
    Layers layers = new Layers(builder);
    Value x = features;
    if (kind == Kind.LINEAR) {
      x = layers.norm(x);
      return layers.linear(x, size);
    }
    for (int i = 0; i < hidden.size(); i++) {
      x = layers.linear(x, hidden.get(i));
      boolean rectified = kind == Kind.EVALUATION_MLP || (hidden.size() == 3 && i != 1);
      if (rectified) {
        x = layers.relu(layers.norm(x));
      }
    }
    return layers.linear(x, size);
  }

  /** Layers named by their numbers; each is an output under its own key. */
  private static final class Layers {
    private final GraphBuilder builder;
    private final List<Value> drawn = new ArrayList<>();

    Layers(GraphBuilder builder) {
      this.builder = builder;
    }

    Value linear(Value x, int size) {
      // PyTorch's own start for the weight; its small random bias is left at 0.
      GraphBuilder.Units units =
          new GraphBuilder.Units(size, Initial.UNIFORM_FAN_IN, Initial.ZEROS);
      return note(builder.linear(name(), x, units));
    }

    Value norm(Value x) {
      return note(builder.norm(name(), x));
    }

    Value relu(Value x) {
      return note(builder.relu(x));
    }

    private String name() {
      return Integer.toString(drawn.size());
    }

    private Value note(Value x) {
      builder.output(builder.prefix() + name(), x);
      drawn.add(x);
      return x;
    }
  }
}
