package io.reflux.delivery;

import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.OnnxRuntime;
import io.reflux.engine.Program;
import io.reflux.network.FrozenNetwork;
import io.reflux.network.Lowering;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.InputException;
import io.reflux.view.ViewRecipe;
import io.reflux.weights.SafetensorsFile;
import io.reflux.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens models: what {@link ModelExport} wrote, or a file {@code *.conf} that describes another
 * one.
 */
public final class ModelFiles {
  private static final String KINDS =
      "an exported folder or .pt, .onnx or .safetensors file, or a .conf file that describes a"
          + " model";

  private ModelFiles() {}

  /**
   * Opens a model onto the calling thread.
   *
   * @param named an exported file or folder, or a description: {@code network { …, weights = FILE
   *     }} or {@code program = FILE, outputs { … }, input { … }}, and {@code view { steps = … }}
   * @throws IOException if the file is missing, damaged, or says nothing of what it is
   */
  public static OpenModel open(Path named, OpenModel.Place place) throws IOException {
    if (!Files.exists(named)) {
      throw new IOException(named + ": missing (expected: " + KINDS + ")");
    }
    Path path = inside(named);
    if (DjlFolder.is(path)) {
      return script(DjlFolder.archive(path), place);
    }
    String name = path.toString();
    if (name.endsWith(ExportFormat.TORCHSCRIPT.ending())) {
      return script(path, place);
    }
    if (name.endsWith(ExportFormat.ONNX.ending())) {
      return onnx(path, place);
    }
    if (name.endsWith(ExportFormat.SAFETENSORS.ending())) {
      SafetensorsFile file = SafetensorsFile.read(path);
      ModelDescription description = described(path, file.metadata().get(ModelDescription.KEY));
      return network(description.network(), file.tensors().tensors(), description.view(), place);
    }
    if (name.endsWith(".conf") && Files.isRegularFile(path)) {
      return DescribedModelFile.open(path, place);
    }
    throw new IOException(path + " (expected: " + KINDS + ")");
  }

  /**
   * What an exported model says of itself; empty for a file that describes another one.
   *
   * @throws IOException if the file is missing, damaged, or says nothing of what it is
   */
  public static Optional<ModelDescription> description(Path named) throws IOException {
    Path path = inside(named);
    String name = path.toString();
    if (name.endsWith(".conf")) {
      return Optional.empty();
    }
    if (name.endsWith(ExportFormat.ONNX.ending())) {
      try (OnnxFile file = onnx(path, 1)) {
        return Optional.of(described(path, file.metadata(ModelDescription.KEY).orElse(null)));
      }
    }
    if (name.endsWith(ExportFormat.SAFETENSORS.ending())) {
      SafetensorsFile file = SafetensorsFile.read(path);
      return Optional.of(described(path, file.metadata().get(ModelDescription.KEY)));
    }
    Path archive = DjlFolder.is(path) ? DjlFolder.archive(path) : path;
    String text = Program.extra(archive, ModelDescription.KEY).orElse(null);
    return Optional.of(described(archive, text));
  }

  /** Of a folder with a record, the first of its files: the program, if there is one. */
  private static Path inside(Path path) throws IOException {
    return ExportFolder.at(path)
        .map(export -> path.resolve(export.record().files().get(0).name()))
        .orElse(path);
  }

  /** A described network with its weights, lowered for the place where it runs. */
  public static OpenModel network(
      NetworkSettings settings,
      Map<String, HostTensor> weights,
      ViewRecipe view,
      OpenModel.Place place)
      throws IOException {
    Path program = Files.createTempFile("reflux-", ".pt");
    try {
      Lowering lowering =
          Lowering.lane(place.device(), settings.precision(), ScriptModel.EMBEDDING);
      settings.build().lower(lowering, weights, program);
      return lowered(program, view, place);
    } finally {
      Files.deleteIfExists(program);
    }
  }

  /** A program that takes pixels and answers with the embedding. */
  static OpenModel lowered(Path program, ViewRecipe view, OpenModel.Place place) {
    NativeThreads.prepare(place.threads(), false);
    return new ScriptModel(
        new FrozenNetwork(
            program, List.of(ScriptModel.EMBEDDING), place.device(), place.rowsAtOnce()),
        view);
  }

  /**
   * An ONNX model.
   *
   * @throws InputException if ONNX Runtime is missing
   */
  static OnnxFile onnx(Path path, int threads) throws IOException {
    OnnxRuntime.demand(path.toString());
    return OnnxFile.open(path, threads);
  }

  private static OpenModel script(Path archive, OpenModel.Place place) throws IOException {
    WeightsFile.checkProgram(archive);
    String text = Program.extra(archive, ModelDescription.KEY).orElse(null);
    return lowered(archive, described(archive, text).view(), place);
  }

  private static OpenModel onnx(Path path, OpenModel.Place place) throws IOException {
    if (place.device().kind() != Device.Kind.CPU) {
      throw new IOException(path + " on " + place.device() + " (expected: cpu, for ONNX)");
    }
    OnnxFile file = onnx(path, place.threads());
    try {
      String text = file.metadata(ModelDescription.KEY).orElse(null);
      return new OnnxModelFile(file, described(path, text).view());
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static ModelDescription described(
      Path path, @org.jspecify.annotations.Nullable String text) throws IOException {
    if (text == null) {
      throw new IOException(
          path
              + ": it says nothing of what it is (expected: a model that reflux export wrote; any"
              + " other is opened by a .conf file that describes it)");
    }
    return ModelDescription.parse(text, path);
  }
}
