package io.reflux.task;

import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.network.ForeignProgram;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes networks as programs below a run directory, and loads those that only infer. */
final class Models {
  private final Path folder;

  /** Programs go into {@code folder}, which is made. */
  Models(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": can't be made", e);
    }
  }

  /** Writes a program; an older one of the name is replaced. */
  Path write(String name, Network network, Lowering lowering, Map<String, HostTensor> weights) {
    Path file = folder.resolve(name + ".pt");
    try {
      network.lower(lowering, weights, file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }

  /** Writes the program that makes the input of another one; an older one is replaced. */
  Path writeInput(String name, ForeignProgram program) {
    Path file = folder.resolve(name + "-input.pt");
    try {
      program.writeInput(file);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }

  /** How a program is run that only infers. */
  record Inference(Device device, int threads, int rowsAtOnce) {}

  /** Loads a program onto the calling thread. */
  static FrozenNetwork load(Path program, Lowering lowering, Inference inference) {
    NativeThreads.prepare(inference.threads(), false);
    return new FrozenNetwork(
        program, lowering.outputs(), inference.device(), inference.rowsAtOnce());
  }

  /** What is asked of anybody's program, and the program that makes its input. */
  record Asked(Path input, List<String> outputs) {}

  /** Loads anybody's program onto the calling thread. */
  static FrozenNetwork load(ForeignProgram program, Asked asked, Inference inference) {
    NativeThreads.prepare(inference.threads(), false);
    return program.load(
        asked.input(),
        asked.outputs(),
        new FrozenNetwork.Place(inference.device(), inference.rowsAtOnce()));
  }
}
