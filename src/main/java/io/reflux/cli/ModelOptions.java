package io.reflux.cli;

import io.reflux.delivery.Deliverable;
import io.reflux.delivery.ModelDescription;
import io.reflux.delivery.ModelFiles;
import io.reflux.delivery.OpenModel;
import io.reflux.engine.Device;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model a command opens, and how it runs. */
final class ModelOptions {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description =
          "A run directory; an exported folder, or a .pt, .onnx or .safetensors file of it; "
              + "or a .conf file that describes a published model: network { …, weights = FILE } "
              + "or program = FILE, and view { steps = […] }.")
  private Path model = Path.of("");

  @Mixin private StudentOption student = new StudentOption();

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu (if absent), gpu0, gpu1, …",
      converter = ConformanceCommand.ToDevice.class)
  private Device device = Device.CPU;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute, and that decode; the machine's cores if absent.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Images embedded at once. Default: 64.")
  private int batchSize = 64;

  Path path() {
    return model;
  }

  int threads() {
    return threads;
  }

  int batchSize() {
    return batchSize;
  }

  /** What is wrong with the numbers and choices; empty if nothing is. */
  Optional<String> problem() {
    if (threads < 1 || batchSize < 1) {
      return Optional.of(
          "--threads " + threads + " --batch-size " + batchSize + " (expected: >= 1 each)");
    }
    return student.problem();
  }

  /** The model of a run; empty if the path is no run directory. */
  Optional<TrainedModel> trained() throws IOException {
    if (!new RunDirectory(model).isBegun()) {
      return Optional.empty();
    }
    return Optional.of(student.of(model));
  }

  /** What the model says of itself; empty for a published one that a file describes. */
  Optional<ModelDescription> description() throws IOException {
    Optional<TrainedModel> trained = trained();
    return trained.isPresent()
        ? Optional.of(trained.get().deliverable().description())
        : ModelFiles.description(model);
  }

  /** Opens the model onto the calling thread. */
  OpenModel open() throws IOException {
    OpenModel.Place place = new OpenModel.Place(device, threads, batchSize);
    Optional<TrainedModel> trained = trained();
    if (trained.isEmpty()) {
      return ModelFiles.open(model, place);
    }
    Deliverable found = trained.get().deliverable();
    return ModelFiles.network(
        found.description().network(),
        found.weights().tensors(),
        found.description().view(),
        place);
  }
}
