package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.reflux.engine.Autograd;
import io.reflux.engine.Program;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The largest absolute value of each of many tensors, found where they lie, in one native call of
 * which one number a tensor is read back. It is NaN for a tensor that holds a NaN.
 */
final class Magnitudes implements AutoCloseable {
  private static final String SIGNATURE = "norms(all: List[Tensor], order: float) -> Tensor";
  private static final List<String> LINES =
      List.of("return torch.stack(torch._foreach_norm(all, order))");

  private final Program program;
  private final TensorScope scope;

  Magnitudes(TensorScope owner) {
    scope = owner.inner();
    program = OptimizerProgram.load(new ScriptArchive().method(SIGNATURE, LINES), scope);
  }

  /**
   * The largest absolute values, in the order of the tensors; those without values, and those of
   * whole numbers, are left out.
   */
  Map<String, Double> of(Map<String, NDArray> tensors) {
    return norms(tensors, Double.POSITIVE_INFINITY);
  }

  private Map<String, Double> norms(Map<String, NDArray> tensors, double order) {
    List<String> names = new ArrayList<>();
    List<NDArray> floating = new ArrayList<>();
    tensors.forEach(
        (name, tensor) -> {
          if (tensor.getDataType().isFloating() && tensor.size() > 0) {
            names.add(name);
            floating.add(tensor);
          }
        });
    Map<String, Double> largest = new LinkedHashMap<>();
    if (!names.isEmpty()) {
      double[] values = values(floating, order);
      for (int i = 0; i < values.length; i++) {
        largest.put(names.get(i), values[i]);
      }
    }
    return largest;
  }

  /**
   * Refuses tensors that hold something else than finite numbers. Looks at their lengths first,
   * which is what a machine does fastest; only where that is not finite, as it may be for large
   * numbers too, at their largest values.
   *
   * @param what the tensors are, before their names: {@code gradient of}; empty for nothing
   * @throws NotFiniteException naming the first of them
   */
  void check(String what, Map<String, NDArray> tensors) {
    Map<String, NDArray> suspects = new LinkedHashMap<>(tensors);
    suspects.keySet().retainAll(notFinite(norms(tensors, 2)).keySet());
    if (!suspects.isEmpty()) {
      Map<String, Double> gone = new LinkedHashMap<>();
      notFinite(of(suspects)).forEach((name, largest) -> gone.put(what + name, largest));
      if (!gone.isEmpty()) {
        throw NotFiniteException.of(gone);
      }
    }
  }

  private static Map<String, Double> notFinite(Map<String, Double> all) {
    Map<String, Double> some = new LinkedHashMap<>(all);
    some.values().removeIf(Double::isFinite);
    return some;
  }

  /** Frees the program. */
  @Override
  public void close() {
    program.close();
    scope.close();
  }

  private double[] values(List<NDArray> tensors, double order) {
    try (TensorScope call = scope.inner()) {
      NDArray all =
          Autograd.paused(
              () ->
                  program.call("norms").tensors(tensors).number(order).into(call.manager()).head());
      return all.toType(DataType.FLOAT64, false).toDoubleArray();
    }
  }
}
