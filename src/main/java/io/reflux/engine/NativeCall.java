package io.reflux.engine;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/**
 * Calls a method of a TorchScript module with any arguments, within or without a graph.
 *
 * <p>DJL's public interface runs a method either under libtorch's InferenceMode, or with tensors
 * only whose names say how they are grouped. The native call beneath has neither limit; it is
 * reached here by method handles, and nowhere else.
 */
final class NativeCall {
  private static final MethodHandle RUN;
  private static final MethodHandle WRAP;

  static {
    try {
      Class<?> library =
          Class.forName(
              "ai.djl.pytorch.jni.PyTorchLibrary", true, IValueUtils.class.getClassLoader());
      MethodHandles.Lookup inside =
          MethodHandles.privateLookupIn(IValueUtils.class, MethodHandles.lookup());
      Object instance = inside.findStaticGetter(library, "LIB", library).invoke();
      RUN =
          inside
              .findVirtual(
                  library,
                  "moduleRunMethod",
                  MethodType.methodType(
                      long.class,
                      long.class,
                      String.class,
                      long[].class,
                      boolean.class,
                      boolean.class))
              .bindTo(instance);
      WRAP = inside.findConstructor(IValue.class, MethodType.methodType(void.class, long.class));
    } catch (Throwable e) {
      throw new IllegalStateException("DJL's PyTorch engine: another one than 0.35.1", e);
    }
  }

  private NativeCall() {}

  /** Runs a method; {@code target} owns the tensors that come out. */
  static NDList run(PtSymbolBlock module, Method method, List<IValue> arguments, NDManager target) {
    long[] handles = arguments.stream().mapToLong(IValue::getHandle).toArray();
    long answer;
    try {
      answer =
          (long)
              RUN.invokeExact((long) module.getHandle(), method.name, handles, method.graph, false);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      arguments.forEach(IValue::close);
    }
    try (IValue value = (IValue) WRAP.invoke(answer)) {
      return value.toNDList((PtNDManager) target);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Which method to run, and how.
   *
   * @param name its name in the program
   * @param graph false to run under InferenceMode: faster, but what comes out can enter no graph
   */
  record Method(String name, boolean graph) {}
}
