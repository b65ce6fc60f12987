package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a program runs: {@code cpu}, or a GPU as {@code gpu0}.
 *
 * @param kind processor or GPU
 * @param index which GPU, from 0; 0 for the processor
 */
public record Device(Kind kind, int index) {
  /** The processor. */
  public static final Device CPU = new Device(Kind.CPU, 0);

  private static final Pattern GPU = Pattern.compile("gpu(\\d{1,3})");

  /** Processor or GPU. */
  public enum Kind {
    CPU,
    GPU
  }

  /** Reads {@code cpu} or {@code gpu<n>}; empty if the text is neither. */
  public static Optional<Device> parse(String text) {
    if (text.equals("cpu")) {
      return Optional.of(CPU);
    }
    Matcher matcher = GPU.matcher(text);
    return matcher.matches()
        ? Optional.of(new Device(Kind.GPU, Integer.parseInt(matcher.group(1))))
        : Optional.empty();
  }

  /** True if this machine has the device. */
  public boolean isPresent() {
    return missing().isEmpty();
  }

  /** Why this machine, or its libtorch, doesn't have the device; empty if it has. */
  public Optional<String> missing() {
    return kind == Kind.CPU ? Optional.empty() : Gpu.missing(index);
  }

  /** How many bytes of memory it has; empty if nobody tells. */
  public OptionalLong memoryBytes() {
    return kind == Kind.CPU ? MachineMemory.bytes() : Gpu.memoryBytes(index);
  }

  /** Where a tensor lies. */
  static Device of(NDArray tensor) {
    ai.djl.Device device = tensor.getDevice();
    return device.isGpu() ? new Device(Kind.GPU, device.getDeviceId()) : CPU;
  }

  ai.djl.Device toDjl() {
    return kind == Kind.CPU ? ai.djl.Device.cpu() : ai.djl.Device.gpu(index);
  }

  @Override
  public String toString() {
    return kind == Kind.CPU ? "cpu" : "gpu" + index;
  }
}
