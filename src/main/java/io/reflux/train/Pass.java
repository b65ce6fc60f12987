package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A network's run over one batch: copies of its outputs, on which a loss is computed, and the way
 * back for the loss's gradient with respect to the copies.
 */
interface Pass {

  /** Copies of the outputs by name, outside of the network's graph, that gather gradients. */
  Map<String, NDArray> copies();

  /** Hands the gradients that the copies have gathered back to the network's parameters. */
  void handBack();

  /** Leaves with the values of outputs. */
  static Map<String, NDArray> leaves(Map<String, NDArray> outputs) {
    Map<String, NDArray> copies = new LinkedHashMap<>();
    outputs.forEach((name, output) -> copies.put(name, Autograd.leaf(output)));
    return copies;
  }

  /** The gradients that copies have gathered, by name; those of copies without any are left out. */
  static Map<String, NDArray> gradients(Map<String, NDArray> copies, TensorScope call) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    copies.forEach(
        (name, copy) ->
            Autograd.gradient(copy, call.manager())
                .ifPresent(gradient -> gradients.put(name, gradient)));
    return gradients;
  }

  /**
   * Runs a graph's backward pass once for all outputs: the gradient of {@code sum_i <output_i,
   * g_i>}.
   *
   * @param outputs by name, in their graph
   * @param gradients of the loss with respect to some of the outputs, by name
   * @param frozen whether some parameters are: an output of those alone has no graph, and libtorch
   *     refuses to go back from it. (DJL can't be asked which have one.)
   */
  static void backward(
      Map<String, NDArray> outputs, Map<String, NDArray> gradients, boolean frozen) {
    List<String> names = new ArrayList<>(gradients.keySet());
    if (names.size() == 1 && !frozen) {
      Autograd.backward(named(outputs, names.get(0)), named(gradients, names.get(0)));
    } else if (!names.isEmpty()) {
      Autograd.backward(
          Autograd.recording(
              () -> {
                NDArray sum = product(outputs, gradients, names.get(0));
                sum = frozen ? sum.add(Autograd.leaf(sum)) : sum;
                for (String name : names.subList(1, names.size())) {
                  sum = sum.add(product(outputs, gradients, name));
                }
                return sum;
              }));
    }
  }

  private static NDArray product(
      Map<String, NDArray> outputs, Map<String, NDArray> gradients, String name) {
    return named(outputs, name).mul(named(gradients, name)).sum();
  }

  private static NDArray named(Map<String, NDArray> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name));
  }
}
