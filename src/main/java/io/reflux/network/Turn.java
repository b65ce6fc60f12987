package io.reflux.network;

import java.util.List;
import java.util.Optional;

/** How queries and keys are turned by the places that they are of, before they are compared. */
interface Turn {
  /** Not at all. */
  Turn NONE = new None();

  /** What it is drawn from, beside queries, keys and values; empty if nothing else is needed. */
  Optional<Value> source();

  /**
   * Writes the turn.
   *
   * @param part queries or keys, (n, heads, places, components)
   * @param source what came out of the {@link #source}; empty if there is none
   */
  String script(Script script, String part, List<String> source);

  /** Writes the turn as nodes of ONNX. */
  String onnx(OnnxGraph onnx, String part, List<String> source);

  /** No turn. */
  record None() implements Turn {
    @Override
    public Optional<Value> source() {
      return Optional.empty();
    }

    @Override
    public String script(Script script, String part, List<String> source) {
      return part;
    }

    @Override
    public String onnx(OnnxGraph onnx, String part, List<String> source) {
      return part;
    }
  }
}
