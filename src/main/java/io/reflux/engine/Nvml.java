package io.reflux.engine;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What NVIDIA's driver says of the GPUs that CUDA shows this process, by its management library
 * (https://docs.nvidia.com/deploy/nvml-api). A call may take as long as the driver likes. For one
 * thread at a time.
 */
public final class Nvml implements AutoCloseable {
  private static final String LIBRARY = "libnvidia-ml.so.1";

  /** {@code NVML_DEVICE_NAME_V2_BUFFER_SIZE}, and the same of an identity. */
  private static final int TEXT_BYTES = 96;

  private final NativeLibrary library;
  private final List<Pointer> gpus = new ArrayList<>();

  /**
   * What is known of the GPUs.
   *
   * @param gauges one for each of which something is known, in CUDA's order
   * @param faults calls that failed, each in a sentence
   */
  public record Reading(List<GpuGauge> gauges, List<String> faults) {}

  private Nvml(NativeLibrary library) {
    this.library = library;
  }

  /**
   * Begins; the GPUs are those that libtorch sees, or that {@code CUDA_VISIBLE_DEVICES} names.
   *
   * @throws IOException if there is no such library, or the driver doesn't answer it
   */
  public static Nvml open() throws IOException {
    return open(LIBRARY, Nvml::visible);
  }

  /**
   * The same by another library.
   *
   * @param visible numbers or identities of the GPUs; empty for all
   */
  static Nvml open(String file, Supplier<Optional<List<String>>> visible) throws IOException {
    Nvml nvml = new Nvml(library(file));
    nvml.call("nvmlInit_v2");
    try {
      nvml.find(visible.get());
    } catch (IOException | RuntimeException e) {
      nvml.close();
      throw e;
    }
    return nvml;
  }

  private static NativeLibrary library(String file) throws IOException {
    try {
      return NativeLibrary.getInstance(file);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(file + ": not found (expected: NVIDIA's driver)", e);
    }
  }

  /** CUDA numbers GPUs in an order of its own unless it is told otherwise: libtorch is asked. */
  private static Optional<List<String>> visible() {
    List<String> seen = Gpu.identities();
    return seen.isEmpty()
        ? Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES"))
            .map(names -> List.of(names.split(",")))
        : Optional.of(seen);
  }

  /** How all of the GPUs are now. */
  public Reading read() {
    List<GpuGauge> gauges = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < gpus.size(); i++) {
      Pointer gpu = gpus.get(i);
      Optional<long[]> memory = known(() -> memory(gpu), faults);
      Optional<Double> busy = known(() -> busy(gpu), faults);
      if (memory.isPresent() || busy.isPresent()) {
        gauges.add(
            new GpuGauge(
                new Device(Device.Kind.GPU, i).toString(),
                known(() -> text("nvmlDeviceGetName", gpu), faults).orElse(""),
                memory.map(bytes -> bytes[1]).orElse(-1L),
                memory.map(bytes -> bytes[0]).orElse(-1L),
                busy.orElse(-1.0)));
      }
    }
    return new Reading(List.copyOf(gauges), List.copyOf(faults));
  }

  /** The driver need not answer any longer. */
  @Override
  public void close() {
    known(
        () -> {
          call("nvmlShutdown");
          return true;
        },
        new ArrayList<>());
  }

  /** As CUDA does, up to the first that isn't there. */
  private void find(Optional<List<String>> visible) throws IOException {
    IntByReference count = new IntByReference();
    call("nvmlDeviceGetCount_v2", count);
    List<Pointer> all = new ArrayList<>();
    for (int i = 0; i < count.getValue(); i++) {
      all.add(handle("nvmlDeviceGetHandleByIndex_v2", i));
    }
    if (visible.isEmpty()) {
      gpus.addAll(all);
      return;
    }
    for (String name : visible.get()) {
      Optional<Pointer> found = find(name.strip(), all);
      if (found.isEmpty()) {
        return;
      }
      gpus.add(found.get());
    }
  }

  private Optional<Pointer> find(String name, List<Pointer> all) {
    if (name.matches("\\d{1,4}")) {
      int number = Integer.parseInt(name);
      return number < all.size() ? Optional.of(all.get(number)) : Optional.empty();
    }
    if (!name.startsWith("GPU-") && !name.startsWith("MIG-")) {
      return Optional.empty();
    }
    List<String> faults = new ArrayList<>();
    return known(() -> handle("nvmlDeviceGetHandleByUUID", name), faults)
        .or(() -> beginning(name, all, faults));
  }

  /** An identity may be cut short, as long as one GPU alone begins so. */
  private Optional<Pointer> beginning(String name, List<Pointer> all, List<String> faults) {
    List<Pointer> found =
        all.stream()
            .filter(
                gpu ->
                    known(() -> text("nvmlDeviceGetUUID", gpu), faults)
                        .filter(identity -> identity.startsWith(name))
                        .isPresent())
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /**
   * {@code nvmlMemory_t}: how many bytes there are, are free, are taken; the first and the last.
   */
  private long[] memory(Pointer gpu) throws IOException {
    try (Memory memory = new Memory(3L * Long.BYTES)) {
      call("nvmlDeviceGetMemoryInfo", gpu, memory);
      return new long[] {memory.getLong(0), memory.getLong(2L * Long.BYTES)};
    }
  }

  /** {@code nvmlUtilization_t}: percent of the time for the processors, and for the memory. */
  private double busy(Pointer gpu) throws IOException {
    try (Memory rates = new Memory(2L * Integer.BYTES)) {
      call("nvmlDeviceGetUtilizationRates", gpu, rates);
      return rates.getInt(0) / 100.0;
    }
  }

  private String text(String function, Pointer gpu) throws IOException {
    try (Memory text = new Memory(TEXT_BYTES)) {
      call(function, gpu, text, TEXT_BYTES);
      return text.getString(0, StandardCharsets.UTF_8.name());
    }
  }

  private Pointer handle(String function, Object which) throws IOException {
    PointerByReference handle = new PointerByReference();
    call(function, which, handle);
    return handle.getValue();
  }

  private void call(String function, Object... arguments) throws IOException {
    int code;
    try {
      code = library.getFunction(function).invokeInt(arguments);
    } catch (UnsatisfiedLinkError e) {
      throw new IOException(function + ": not exported by " + library.getName(), e);
    }
    if (code != 0) {
      throw new IOException(function + ": error " + code + " of NVML (expected: 0)");
    }
  }

  /** A question to the driver. */
  private interface Question<T> {
    T answer() throws IOException;
  }

  private static <T> Optional<T> known(Question<T> question, List<String> faults) {
    try {
      return Optional.of(question.answer());
    } catch (IOException e) {
      faults.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
