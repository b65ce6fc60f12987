package io.reflux.objective;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * The outcome of an objective.
 *
 * @param value the scalar to be minimised, in the graph
 * @param parts unweighted terms by name, scalars, for the journal; may be empty
 * @param memories the new values of the memories that change, by name, outside of the graph; the
 *     trainer writes them back after the step
 */
public record Loss(NDArray value, Map<String, NDArray> parts, Map<String, NDArray> memories) {

  /** A loss of one term that remembers nothing. */
  public static Loss of(NDArray value) {
    return new Loss(value, Map.of(), Map.of());
  }

  /** The value times a weight, in the value's own element type. */
  public NDArray weighted(double weight) {
    return Algebra.times(value, weight);
  }

  /** A loss of several terms that remembers nothing. */
  public static Loss of(NDArray value, Map<String, NDArray> parts) {
    return new Loss(value, parts, Map.of());
  }
}
