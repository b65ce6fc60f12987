package io.reflux.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** The GPUs that libtorch sees. */
final class Gpu {
  private static final int MEMORY_AT = 256 + 16 + 8 + 8;

  private Gpu() {}

  /** How many there are. */
  static int count() {
    return Libtorch.function("_ZN5torch4cuda12device_countEv")
        .map(count -> (int) (long) count.invoke(long.class, new Object[0]))
        .orElse(0);
  }

  /** Why there is no GPU of a number; empty if there is one. */
  static Optional<String> missing(int index) {
    int count = count();
    if (index < count) {
      return Optional.empty();
    }
    if (count > 0) {
      return Optional.of("there are " + count + ", numbered from 0");
    }
    if (!Libtorch.hasCuda()) {
      return Optional.of(
          "the libtorch in "
              + Libtorch.folder()
              + " computes on the processor only; see GPUs in"
              + " the README");
    }
    return Optional.of(
        isLoadable("cuda")
            ? "NVIDIA's driver shows none; CUDA_VISIBLE_DEVICES is "
                + Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")).orElse("not set")
            : "no libcuda.so.1 is found: NVIDIA's driver is not installed");
  }

  /** What NVIDIA calls the GPU of a number. */
  static Optional<String> name(int index) {
    return properties(index).map(start -> start.getString(0, StandardCharsets.US_ASCII.name()));
  }

  /**
   * The memory of the GPU of a number, in bytes: {@code totalGlobalMem} stands behind the name, the
   * identity, the locally unique identity (8 bytes) and its mask (4, and 4 to fill up).
   */
  static OptionalLong memoryBytes(int index) {
    return properties(index).stream().mapToLong(start -> start.getLong(MEMORY_AT)).findFirst();
  }

  /** The start of CUDA's {@code cudaDeviceProp}: 256 bytes of name, then 16 of identity. */
  private static Optional<Pointer> properties(int index) {
    if (index >= count()) {
      return Optional.empty();
    }
    Optional<Function> function = Libtorch.cudaFunction("_ZN2at4cuda19getDevicePropertiesEa");
    return function.map(found -> found.invokePointer(new Object[] {index}));
  }

  private static boolean isLoadable(String library) {
    try {
      return NativeLibrary.getInstance(library) != null;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
