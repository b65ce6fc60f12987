package io.reflux.report;

import io.reflux.network.Normalization;
import io.reflux.network.Precision;
import io.reflux.pipeline.TeacherSpec;
import io.reflux.run.TaskSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What somebody who gets a model wants to know: {@code MODEL.md}. */
final class ModelCard {
  static final String FILE = "MODEL.md";
  private static final int CHUNK_BYTES = 1 << 20;

  private final TrainedModel model;
  private final Precision precision;
  private final StringBuilder text = new StringBuilder();

  ModelCard(TrainedModel model, Precision precision) {
    this.model = model;
    this.precision = precision;
  }

  /** The card of a model that was written to these files. */
  String text(List<Path> files) throws IOException {
    Optional<TaskSummary> summary = model.summary();
    ChosenNames names = model.names();
    line("# " + model.pipeline().name() + ": " + model.fileName());
    about(names, summary);
    training(names, summary);
    metrics(summary);
    preprocessing();
    use(files);
    files(files);
    line("## The pipeline", "", "```hocon");
    line(model.pipeline().resolved().strip(), "```");
    return text.toString();
  }

  private void about(ChosenNames names, Optional<TaskSummary> summary) {
    line("", "An image-embedding model, trained with Reflux " + version() + ".", "");
    fact("backbone", names.backbone());
    fact("embedding size", model.student().network().head().size());
    fact("weights", model.which());
    fact("precision of the program", precision.toString().toLowerCase(Locale.ROOT));
    summary
        .map(done -> done.students().get(model.student().name()))
        .ifPresent(student -> fact("trained parameters", student.parameters()));
  }

  private void training(ChosenNames names, Optional<TaskSummary> summary) {
    line("", "## Training", "");
    fact("data", names.dataset());
    fact("method", names.method());
    fact("teacher", model.learn().teacher().map(ModelCard::name).orElse("none"));
    fact("epochs", model.learn().epochs());
    fact("seed", model.pipeline().seed());
    summary.ifPresent(
        done -> {
          fact("steps", done.steps());
          fact("seconds", Math.round(done.seconds()));
          fact("images left out", done.unreadable().size());
        });
  }

  private void metrics(Optional<TaskSummary> summary) {
    line("", "## Metrics", "");
    TaskSummary.StudentSummary student =
        summary.map(done -> done.students().get(model.student().name())).orElse(null);
    if (student == null) {
      line("The task was not done when this card was written.");
      return;
    }
    boolean best = model.which().equals("best");
    int epoch = best ? student.bestEpoch() : student.lastEpoch();
    line("On the test split, after epoch " + epoch + ":", "", "| metric | value |", "|---|---|");
    rows(best ? student.best() : student.last());
    Map<String, Double> teacher = summary.map(TaskSummary::teacher).orElse(Map.of());
    if (!teacher.isEmpty()) {
      line("", "The teacher's own:", "", "| metric | value |", "|---|---|");
      rows(teacher);
    }
  }

  private void rows(Map<String, Double> metrics) {
    new TreeMap<>(metrics)
        .forEach((name, value) -> line(String.format(Locale.ROOT, "| %s | %.6g |", name, value)));
  }

  private void preprocessing() {
    Normalization pixels = model.student().network().normalization();
    line("", "## Preprocessing", "");
    fact("view", model.learn().views().test());
    fact(
        "normalisation",
        "(pixel / 255 - mean) / deviation with mean "
            + pixels.mean()
            + ", deviation "
            + pixels.deviation()
            + ", channels "
            + (pixels.reversed() ? "blue, green, red" : "red, green, blue"));
    line(
        "",
        "The programs take red, green, blue pixels as uint8 (n, height, width, 3) and normalise"
            + " them; whoever loads the weights alone does it himself.");
  }

  private void use(List<Path> files) {
    line("", "## Use", "", "```python");
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(ExportFormat.SAFETENSORS.ending())) {
        line("weights = safetensors.torch.load_file(\"" + name + "\")  # a state_dict");
      } else {
        int side = model.learn().views().test().side();
        line("model = torch.jit.load(\"" + name + "\")");
        line("embeddings = model(pixels)  # uint8 (n, " + side + ", " + side + ", 3)");
      }
    }
    line("```", "");
  }

  private void files(List<Path> files) throws IOException {
    line("## Files", "", "| file | bytes | SHA-256 |", "|---|---|---|");
    for (Path file : files) {
      line("| " + file.getFileName() + " | " + Files.size(file) + " | " + sha256(file) + " |");
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

  private static String name(TeacherSpec teacher) {
    String words = teacher.source().words();
    return teacher.source().student().isPresent() ? words + " of the same run" : words;
  }

  private static String version() {
    String version = ModelCard.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }

  private static String sha256(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
      while (channel.read(chunk) >= 0) {
        digest.update(chunk.flip());
        chunk.clear();
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
