package io.reflux.report;

import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;

/** Turns what a run wrote into TensorBoard's event files. */
public final class TensorBoardExport {
  private static final String NAME = "events.out.tfevents.reflux";
  private static final List<String> STEPS =
      List.of("task", "student", "step", "loss", "learning_rate", "images_per_second");
  private static final List<String> EVALUATIONS = List.of("task", "student", "step", "metrics");

  private final Path run;
  private final TensorBoardFile file;
  private final double seconds;

  private TensorBoardExport(Path run, TensorBoardFile file, double seconds) {
    this.run = run;
    this.file = file;
    this.seconds = seconds;
  }

  /**
   * Writes {@code RUN_DIR/tensorboard}: a curve {@code task/student/loss}, {@code …/learning-rate},
   * {@code …/images-per-second} and one for each metric, over steps.
   *
   * @return the folder to point TensorBoard at
   */
  public static Path write(Path run) throws IOException {
    Path folder = Files.createDirectories(run.resolve("tensorboard"));
    Path metrics = run.resolve("metrics.csv");
    FileTime time =
        Files.exists(metrics) ? Files.getLastModifiedTime(metrics) : FileTime.fromMillis(0);
    double seconds = time.toMillis() / 1000.0;
    try (TensorBoardFile file = TensorBoardFile.create(folder.resolve(NAME), seconds)) {
      new TensorBoardExport(run, file, seconds).all();
    }
    return folder;
  }

  private void all() throws IOException {
    CsvTable.read(
        run.resolve("metrics.csv"),
        STEPS,
        line -> {
          add(line, "loss", line.number("loss"));
          add(line, "learning-rate", line.number("learning_rate"));
          add(line, "images-per-second", line.number("images_per_second"));
        });
    CsvTable.read(
        run.resolve("evaluations.csv"),
        EVALUATIONS,
        line -> {
          Map<String, Double> values = Curves.values(line.text("metrics"));
          values.forEach((name, value) -> add(line, name, value));
        });
  }

  private void add(CsvTable.Line line, String name, double value) {
    String tag = line.text("task") + "/" + line.text("student") + "/" + name;
    try {
      file.add(new ScalarEvent(seconds, (long) line.number("step"), tag, (float) value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
