package io.reflux.train;

import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelPool;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Datasets;
import io.reflux.engine.Device;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.method.Methods;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.network.NetworkSettings;
import io.reflux.network.Precision;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.teacher.TaughtBatch;
import io.reflux.view.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small students with proxies, and batches of the images that ship. */
final class TinyStudents {
  private static final int CLASSES = 8;
  private static final int ROWS = 12;

  private final Dataset images =
      Datasets.CATALOGUE
          .read(new Written("type = image-folder, root = pipelines/data/quickstart.zip").section())
          .open()
          .train();
  private final BatchLoader loader =
      new BatchLoader(
          new PictureReader(images, new DecodeSettings(1 << 20, false, 0)),
          List.of(
              Views.read(
                  new Written("steps = [{type = resize, side = 16, square = true}]").section())),
          new PixelPool(1 << 24));
  private final Network network =
      NetworkSettings.read(
              new Written("backbone = conv4, widths = [4, 4, 4, 4], embedding = 8").section())
          .build();
  private final Path program;

  /** Writes the program that the students load. */
  TinyStudents(Path folder) throws IOException {
    program = folder.resolve("student.pt");
    network.lower(lowering(), network.initialWeights(Chance.of(1)), program);
  }

  /** Where the program lies. */
  Path program() {
    return program;
  }

  /** A student that begins afresh, or goes on. */
  StudentParts parts(String optimizer, Optional<StudentState> resumed) {
    return new StudentParts(
        program,
        List.of(LossInput.EMBEDDING),
        key -> "backbone",
        Methods.CATALOGUE.read(new Written("type = proxy-anchor").section()),
        dimensions(),
        OptimizerSettings.read(new Written(optimizer).section()),
        (step, training) -> 1,
        new TrainingLength(10, 10),
        Device.CPU,
        1,
        Chance.of(2),
        resumed);
  }

  /** What a method is told of the student. */
  Dimensions dimensions() {
    return new Dimensions(
        CLASSES, images.size(), Map.of(LossInput.EMBEDDING, new long[] {8}), Map.of());
  }

  /** The batch of a step: images that follow each other, with made-up labels. */
  TaughtBatch batch(int step) {
    int[] ids = new int[ROWS];
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      ids[i] = (step * ROWS + i * 5) % images.size();
      labels[i] = i % 4;
    }
    BatchPlan plan = new BatchPlan(0, 0, step, step, ids, labels, 1, Chance.of(3));
    return new TaughtBatch(loader.load(plan, Runnable::run).toCompletableFuture().join(), Map.of());
  }

  private static Lowering lowering() {
    return Lowering.training(Precision.FLOAT32, LossInput.EMBEDDING);
  }
}
