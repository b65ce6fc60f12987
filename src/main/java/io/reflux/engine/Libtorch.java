package io.reflux.engine;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * DJL's engine, and what libtorch exports that DJL does not reach: C++ functions, called by their
 * mangled names.
 */
final class Libtorch {
  private static final AtomicBoolean LOADED = new AtomicBoolean();
  private static final String CUDA = "libtorch_cuda.so";

  private Libtorch() {}

  /** The engine, which loads libtorch when it is first asked for. */
  static Engine engine() {
    Engine engine = Engine.getEngine("PyTorch");
    if (LOADED.compareAndSet(false, true)) {
      NativeExit.beforeLibraries();
    }
    return engine;
  }

  /** The folder from which libtorch was loaded. */
  static Path folder() {
    engine();
    return Path.of(LibUtils.getLibtorchPath());
  }

  /** True if it was built for NVIDIA's GPUs. */
  static boolean hasCuda() {
    return Files.isRegularFile(folder().resolve(CUDA));
  }

  /** A function of the part that every libtorch has; empty if this one doesn't export it. */
  static Optional<Function> function(String mangled) {
    return library("libtorch_cpu.so").flatMap(found -> function(found, mangled));
  }

  /** As {@link #function}, of the part for NVIDIA's GPUs. */
  static Optional<Function> cudaFunction(String mangled) {
    return library(CUDA).flatMap(found -> function(found, mangled));
  }

  /** A variable of libtorch's lowest part. */
  static Optional<Pointer> variable(String name) {
    try {
      return library("libc10.so").map(found -> found.getGlobalVariableAddress(name));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  private static Optional<NativeLibrary> library(String file) {
    Path path = folder().resolve(file);
    return Files.isRegularFile(path)
        ? Optional.of(NativeLibrary.getInstance(path.toString()))
        : Optional.empty();
  }

  private static Optional<Function> function(NativeLibrary library, String mangled) {
    try {
      return Optional.of(library.getFunction(mangled));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }
}
