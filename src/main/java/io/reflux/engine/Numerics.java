package io.reflux.engine;

import com.sun.jna.Function;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * How libtorch computes, for the whole process: in all 32 bits of float32, and the same bits at
 * every run, where it can.
 *
 * <p>libtorch's own settings let cuDNN round float32 to TF32 (10 bits of fraction), choose its
 * algorithms by timing them, and add up in any order. Here algorithms are deterministic wherever
 * there is such a one; where there is none, libtorch computes all the same. cuBLAS asks for {@code
 * CUBLAS_WORKSPACE_CONFIG=:4096:8} besides, which the launcher sets.
 */
public final class Numerics {
  private static final String CONTEXT = "_ZN2at7Context";
  private static final int ERRORS_ONLY = 2;

  private Numerics() {}

  /**
   * libtorch's settings.
   *
   * @param tf32 whether cuDNN's convolutions may round float32 to TF32
   * @param tf32Products whether cuBLAS's products may
   * @param deterministic whether algorithms are deterministic where there is such a one
   * @param refuses whether those that are not are refused
   * @param deterministicCudnn the same of cuDNN's
   * @param timed whether cuDNN chooses its algorithms by timing them
   * @param filled whether memory that is not written yet is filled, which only costs time
   */
  record Flags(
      boolean tf32,
      boolean tf32Products,
      boolean deterministic,
      boolean refuses,
      boolean deterministicCudnn,
      boolean timed,
      boolean filled) {}

  /** Applied once, by whoever computes first. */
  private static final class Applied {
    private static final boolean DONE = apply();
  }

  /** Brings libtorch into the state that the class describes, the first time it is called. */
  static boolean prepare() {
    return Applied.DONE;
  }

  /**
   * Whether convolutions of float32 on a GPU may round their operands to TF32 from now on, as
   * PyTorch lets them unless it is told otherwise. Products stay exact, and so do losses.
   */
  public static void allowTf32(boolean allowed) {
    prepare();
    set("17setAllowTF32CuDNNEb", allowed);
  }

  /**
   * All beside program and input that can alter an answer: the kind of device, the GPU's name, the
   * library, the settings above.
   */
  public static String words(Device device) {
    prepare();
    if (device.kind() == Device.Kind.CPU) {
      return "cpu";
    }
    String name = Gpu.name(device.index()).orElse("a GPU");
    boolean tf32 = flags().map(Flags::tf32).orElse(true);
    String workspace = Optional.ofNullable(System.getenv("CUBLAS_WORKSPACE_CONFIG")).orElse("none");
    return "gpu " + name + ", tf32 " + (tf32 ? "on" : "off") + ", cuBLAS workspace " + workspace;
  }

  /** The settings as libtorch has them now; empty where it doesn't export them. */
  static Optional<Flags> flags() {
    return context()
        .map(
            context ->
                new Flags(
                    get(context, "14allowTF32CuDNNEv"),
                    get(context, "15allowTF32CuBLASEv"),
                    get(context, "23deterministicAlgorithmsEv"),
                    !get(context, "31deterministicAlgorithmsWarnOnlyEv"),
                    get(context, "18deterministicCuDNNEv"),
                    get(context, "14benchmarkCuDNNEv"),
                    get(context, "36deterministicFillUninitializedMemoryEv")));
  }

  private static boolean apply() {
    if (context().isEmpty()) {
      return false;
    }
    set("17setAllowTF32CuDNNEb", false);
    set("18setAllowTF32CuBLASEb", false);
    set("17setBenchmarkCuDNNEb", false);
    set("21setDeterministicCuDNNEb", true);
    set("39setDeterministicFillUninitializedMemoryEb", false);
    set("26setDeterministicAlgorithmsEbb", true, true);
    if (Gpu.count() > 0) {
      // It would warn at every call of an operation for which there is no deterministic algorithm.
      Libtorch.variable("FLAGS_caffe2_log_level").ifPresent(level -> level.setInt(0, ERRORS_ONLY));
    }
    return true;
  }

  private static Optional<Pointer> context() {
    return Libtorch.function("_ZN2at13globalContextEv").map(global -> global.invokePointer(none()));
  }

  private static boolean get(Pointer context, String name) {
    return Libtorch.function("_ZNK2at7Context" + name)
        .map(getter -> (byte) getter.invoke(byte.class, new Object[] {context}) != 0)
        .orElse(false);
  }

  private static void set(String name, boolean... values) {
    Optional<Function> setter = Libtorch.function(CONTEXT + name);
    context()
        .ifPresent(
            context -> {
              Object[] arguments = new Object[1 + values.length];
              arguments[0] = context;
              for (int i = 0; i < values.length; i++) {
                arguments[1 + i] = values[i] ? 1 : 0;
              }
              setter.ifPresent(function -> function.invokeVoid(arguments));
            });
  }

  private static Object[] none() {
    return new Object[0];
  }
}
