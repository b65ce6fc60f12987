package io.reflux.delivery;

import io.reflux.network.Normalization;
import io.reflux.network.Precision;
import io.reflux.setting.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What somebody who gets a model wants to know: {@code MODEL.md}. */
final class ModelCard {
  static final String FILE = "MODEL.md";

  private final Deliverable model;
  private final Precision precision;
  private final StringBuilder text = new StringBuilder();

  ModelCard(Deliverable model, Precision precision) {
    this.model = model;
    this.precision = precision;
  }

  /** The card of a model that was written to these files. */
  String text(List<Path> files) throws IOException {
    Provenance provenance = model.provenance();
    line("# " + provenance.pipeline() + ": " + provenance.model());
    line("", "An image-embedding model, trained with Reflux " + version() + ".", "");
    provenance.about().forEach(each -> fact(each.name(), each.value()));
    fact("precision of the program", precision.word());
    line("", "## Training", "");
    provenance.training().forEach(each -> fact(each.name(), each.value()));
    metrics(provenance.results());
    preprocessing();
    use(files);
    files(files);
    line("## The pipeline", "", "```hocon");
    line(provenance.resolved().strip(), "```");
    return text.toString();
  }

  private void metrics(Provenance.Results results) {
    line("", "## Metrics", "");
    if (results.when().isEmpty()) {
      line("The task was not done when this card was written.");
      return;
    }
    line("On the test split, " + results.when() + ":", "", "| metric | value |", "|---|---|");
    rows(results.model());
    line("", distance());
    if (!results.teacher().isEmpty()) {
      line("", "The teacher's own:", "", "| metric | value |", "|---|---|");
      rows(results.teacher());
    }
  }

  /** By what neighbours are nearest. */
  private String distance() {
    return "Neighbours are nearest by Euclidean distance between embeddings"
        + (model.description().network().head().unitLength()
            ? ", which are of length 1: it orders as cosine does."
            : " as the model answers them, not divided by their lengths.")
        + " Metrics called c_…, knn@k and teacher-… go by cosine.";
  }

  private void rows(Map<String, Double> metrics) {
    new TreeMap<>(metrics)
        .forEach((name, value) -> line(String.format(Locale.ROOT, "| %s | %.6g |", name, value)));
  }

  private void preprocessing() {
    Normalization pixels = model.description().network().normalization();
    line("", "## Preprocessing", "");
    fact("image", "as `PIL.Image.convert(\"RGB\")` gives it, then");
    model.description().view().inPython().forEach(step -> line("  * `" + step + "`"));
    fact(
        "normalisation",
        "(pixel / 255 - mean) / deviation with mean "
            + pixels.mean()
            + ", deviation "
            + pixels.deviation()
            + ", channels "
            + (pixels.reversed() ? "blue, green, red" : "red, green, blue"));
    model
        .description()
        .weights("")
        .ifPresent(
            weights ->
                fact(
                    "weights where it is measured",
                    model.description().parts()
                        + " times "
                        + weights.ofParts()
                        + ", rows then divided by their lengths: reflux evaluate does that; the"
                        + " programs answer with the parts as they are"));
    line(
        "",
        "The programs take red, green, blue pixels as uint8 (n, height, width, 3) and normalise"
            + " them; whoever loads the weights alone does it himself.");
  }

  private void use(List<Path> files) {
    line("", "## Use", "");
    boolean first = true;
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(ExportFormat.SAFETENSORS.ending())) {
        line("`" + name + "` holds the weights: `safetensors.torch.load_file` makes a state_dict.");
      } else if (first) {
        snippet(name);
        first = false;
      } else if (name.endsWith(ExportFormat.ONNX.ending())) {
        line(
            "The same of `" + name + "`:",
            "`onnxruntime.InferenceSession(\"" + name + "\").run(None, {\"input\": pixels})[0]`.");
      } else {
        line("`" + name + "` takes the same pixels.");
      }
      line("");
    }
  }

  /** A program and an image, in lines that stand as they are. */
  private void snippet(String name) {
    boolean onnx = name.endsWith(ExportFormat.ONNX.ending());
    line("```python");
    line("import numpy");
    line(onnx ? "import onnxruntime" : "import torch", "from PIL import Image", "");
    line("image = Image.open(\"photo.jpg\").convert(\"RGB\")");
    model.description().view().inPython().forEach(this::line);
    line("pixels = numpy.array(image)[None]  # uint8 (1, %1$d, %1$d, 3)".formatted(model.side()));
    if (onnx) {
      line("session = onnxruntime.InferenceSession(\"" + name + "\")");
      line("embedding = session.run(None, {\"input\": pixels})[0]");
    } else {
      line("model = torch.jit.load(\"" + name + "\")");
      line("embedding = model(torch.from_numpy(pixels))");
    }
    line("print(embedding[0].tolist())", "```");
  }

  private void files(List<Path> files) throws IOException {
    line("## Files", "", "| file | bytes | SHA-256 |", "|---|---|---|");
    for (Path file : files) {
      line("| " + file.getFileName() + " | " + Files.size(file) + " | " + Sha256.of(file) + " |");
    }
    line("");
  }

  private void fact(String name, Object value) {
    line("* " + name + ": " + value);
  }

  private void line(String... lines) {
    for (String line : lines) {
      text.append(line).append('\n');
    }
  }

  private static String version() {
    String version = ModelCard.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
