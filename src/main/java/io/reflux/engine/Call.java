package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of a program's method, argument by argument: {@code
 * program.call("step").tensors(weights).tensors(gradients).number(0.1).into(scope.manager())}.
 *
 * <p>For one use: {@link #into} runs it.
 */
public final class Call {
  private final PtSymbolBlock module;
  private final NativeCall.Method method;
  private final List<IValue> arguments = new ArrayList<>();

  Call(PtSymbolBlock module, NativeCall.Method method) {
    this.module = module;
    this.method = method;
  }

  /** The next argument, of TorchScript's type {@code Tensor}. */
  public Call tensor(NDArray tensor) {
    arguments.add(IValue.from((PtNDArray) tensor));
    return this;
  }

  /** The next argument, of TorchScript's type {@code List[Tensor]}. */
  public Call tensors(List<? extends NDArray> tensors) {
    arguments.add(IValue.listFrom(tensors.toArray(PtNDArray[]::new)));
    return this;
  }

  /** The next argument, of TorchScript's type {@code float}. */
  public Call number(double number) {
    arguments.add(IValue.from(number));
    return this;
  }

  /** The next argument, of TorchScript's type {@code int}. */
  public Call whole(long number) {
    arguments.add(IValue.from(number));
    return this;
  }

  /** The next argument, of TorchScript's type {@code List[float]}. */
  public Call numbers(double... numbers) {
    arguments.add(IValue.listFrom(numbers));
    return this;
  }

  /** The next argument, of TorchScript's type {@code List[int]}. */
  public Call wholes(long... numbers) {
    arguments.add(IValue.listFrom(numbers));
    return this;
  }

  /** The next argument, of TorchScript's type {@code bool}. */
  public Call flag(boolean flag) {
    arguments.add(IValue.from(flag));
    return this;
  }

  /** Runs the method; what it answers (tensors, in lists or tuples or alone) belongs to target. */
  public NDList into(NDManager target) {
    return NativeCall.run(module, method, arguments, target);
  }
}
