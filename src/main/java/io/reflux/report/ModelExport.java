package io.reflux.report;

import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.Precision;
import io.reflux.objective.LossInput;
import io.reflux.weights.DurableFile;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a trained model in forms that other programs load, with a card that tells of it. */
public final class ModelExport {
  private final TrainedModel model;
  private final Precision precision;

  /**
   * An export.
   *
   * @param model what leaves
   * @param precision the arithmetic of its programs; weights alone leave as they are
   */
  public ModelExport(TrainedModel model, Precision precision) {
    this.model = model;
    this.precision = precision;
  }

  /**
   * Writes the model and its card.
   *
   * @param formats in which forms
   * @param folder where to; made if it isn't there, older files of the same names are replaced
   * @return the files, the card last
   */
  public List<Path> write(Set<ExportFormat> formats, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (ExportFormat format : formats) {
      Path target = folder.resolve(model.fileName() + format.ending());
      files.add(
          switch (format) {
            case TORCHSCRIPT -> program(target);
            case SAFETENSORS -> weights(target);
            case DJL -> folderForDjl(target);
          });
    }
    Path card = folder.resolve(ModelCard.FILE);
    writeText(card, new ModelCard(model, precision).text(files));
    files.add(card);
    return files;
  }

  private Path program(Path file) throws IOException {
    Network network = model.student().network().build();
    Lowering lowering = Lowering.inference(precision, LossInput.EMBEDDING);
    network.lower(lowering, model.weights().tensors(), file);
    return file;
  }

  private Path weights(Path file) throws IOException {
    Map<String, String> metadata =
        Map.of(
            "format", "pt",
            "pipeline", model.pipeline().name(),
            "task", model.task(),
            "student", model.student().name());
    new SafetensorsFile(model.weights(), metadata).write(file);
    return file;
  }

  /** DJL looks for an archive that has the folder's name. */
  private Path folderForDjl(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path archive = program(folder.resolve(folder.getFileName() + ".pt"));
    writeText(folder.resolve("serving.properties"), "engine=PyTorch\n");
    return archive;
  }

  private static void writeText(Path file, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    DurableFile.write(file, channel -> channel.write(bytes));
  }
}
