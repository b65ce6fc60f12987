package io.reflux.engine;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;

/** The GPUs that libtorch sees. */
final class Gpu {
  private static final int IDENTITY_AT = 256;
  private static final int IDENTITY_BYTES = 16;
  private static final int MEMORY_AT = IDENTITY_AT + IDENTITY_BYTES + 8 + 8;

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

  /** What the driver knows each of them by, in their order; empty if libtorch sees none. */
  static List<String> identities() {
    return IntStream.range(0, count())
        .mapToObj(Gpu::properties)
        .flatMap(Optional::stream)
        .map(start -> identity(start.getByteArray(IDENTITY_AT, IDENTITY_BYTES)))
        .toList();
  }

  /** As the driver writes it. */
  static String identity(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes);
    return "GPU-" + new UUID(words.getLong(), words.getLong());
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
