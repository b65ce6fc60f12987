package io.reflux.delivery;

import io.reflux.engine.OnnxRuntime;
import io.reflux.network.Lowering;
import io.reflux.network.Precision;
import io.reflux.setting.InputException;
import io.reflux.weights.DurableFile;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a trained model in forms that other programs load, with a card that tells of it. */
public final class ModelExport {
  private static final String EMBEDDING = "embedding";

  private final Deliverable model;
  private final Precision precision;

  /**
   * An export.
   *
   * @param model what leaves
   * @param precision the arithmetic of its programs; weights alone leave as they are
   */
  public ModelExport(Deliverable model, Precision precision) {
    this.model = model;
    this.precision = precision;
  }

  /**
   * Writes the model and its card.
   *
   * @param formats in which forms
   * @param folder where to; made if it isn't there, older files of the same names are replaced
   * @return the files: those of the model, its card, its record and the digests of all
   * @throws InputException if a form can't have the precision, or needs ONNX Runtime and it is
   *     missing; nothing is written then
   * @throws IOException if a file can't be written, or an ONNX model doesn't answer as the program
   */
  public List<Path> write(Set<ExportFormat> formats, Path folder) throws IOException {
    if (formats.contains(ExportFormat.ONNX) && precision != Precision.FLOAT32) {
      throw new InputException("format onnx in " + precision.word() + " (expected: float32)");
    }
    if (formats.contains(ExportFormat.ONNX)) {
      OnnxRuntime.demand("format onnx, which is compared with the program");
    }
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (ExportFormat format : formats) {
      Path target = folder.resolve(model.provenance().model() + format.ending());
      files.add(
          switch (format) {
            case TORCHSCRIPT -> program(target);
            case SAFETENSORS -> weights(target);
            case ONNX -> onnx(target);
            case DJL -> folderForDjl(target);
          });
    }
    Path card = folder.resolve(ModelCard.FILE);
    writeText(card, new ModelCard(model, precision).text(files));
    files.add(card);
    return withRecord(folder, files);
  }

  private List<Path> withRecord(Path folder, List<Path> files) throws IOException {
    List<Path> all = new ArrayList<>(files);
    Path record = folder.resolve(ExportRecord.FILE);
    ExportRecord own = ExportRecord.of(model, precision.word(), folder, files);
    writeText(record, own.json());
    all.add(record);
    List<ExportRecord.Entry> digested = new ArrayList<>(own.files());
    digested.add(ExportRecord.Entry.of(folder, record));
    Path sums = folder.resolve(ExportFolder.SUMS);
    writeText(sums, ExportFolder.sums(digested));
    all.add(sums);
    return all;
  }

  private Path program(Path file) throws IOException {
    model
        .network()
        .lower(Lowering.inference(precision, EMBEDDING), model.weights().tensors(), file, notes());
    return file;
  }

  private Path weights(Path file) throws IOException {
    Map<String, String> metadata =
        Map.of(
            "format",
            "pt",
            "pipeline",
            model.provenance().pipeline(),
            "model",
            model.provenance().model(),
            ModelDescription.KEY,
            model.description().text());
    new SafetensorsFile(model.weights(), metadata).write(file);
    return file;
  }

  private Path onnx(Path file) throws IOException {
    model
        .network()
        .onnx(
            Lowering.inference(Precision.FLOAT32, EMBEDDING),
            model.weights().tensors(),
            file,
            notes());
    OnnxSeal.add(file);
    OnnxCheck.check(file, model);
    return file;
  }

  /** DJL looks for an archive that has the folder's name. */
  private Path folderForDjl(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path archive = program(folder.resolve(folder.getFileName() + ".pt"));
    writeText(folder.resolve(DjlFolder.PROPERTIES), "engine=PyTorch\n");
    return archive;
  }

  private Map<String, String> notes() {
    return Map.of(ModelDescription.KEY, model.description().text());
  }

  private static void writeText(Path file, String text) throws IOException {
    DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
