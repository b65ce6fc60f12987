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
import io.reflux.method.Method;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Small students with proxies, and batches of the images that ship. */
final class TinyStudents {
  private static final int CLASSES = 8;
  private static final int ROWS = 12;
  private static final int SIDE = 16;

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
  private final Network network;
  private final Method method;
  private final Path program;
  private Function<String, WeightPlace> placeOf = key -> WeightPlace.in("backbone");
  private int microBatch;
  private int devices = 1;
  private boolean synchronised;
  private Precision precision = Precision.FLOAT32;

  /** Writes the program that the students load; they learn by proxies. */
  TinyStudents(Path folder) throws IOException {
    this(folder, "", "type = proxy-anchor");
  }

  /** The same with more settings of the network, and another method. */
  TinyStudents(Path folder, String more, String method) throws IOException {
    String settings = "backbone = conv4, widths = [4, 4, 4, 4], embedding = 8";
    network = NetworkSettings.read(new Written(settings + more).section()).build();
    this.method = Methods.CATALOGUE.read(new Written(method).section());
    program = folder.resolve("student.pt");
    write();
  }

  private void write() throws IOException {
    network.lower(lowering(), network.initialWeights(Chance.of(1)), program);
  }

  /** The same students, whose networks run on so many rows at once. */
  TinyStudents inPiecesOf(int rows) {
    microBatch = rows;
    return this;
  }

  /** The same students, whose embedding layer is a group of its own. */
  TinyStudents withTheEmbeddingApart() {
    placeOf = key -> WeightPlace.in(key.startsWith("embedding.") ? "embedding" : "backbone");
    return this;
  }

  /** The same students, with a replica on each of so many processors. */
  TinyStudents onDevices(int count) {
    devices = count;
    return this;
  }

  /** The same in 64 bits. */
  TinyStudents inDoubles() throws IOException {
    precision = Precision.FLOAT64;
    write();
    return this;
  }

  /** The same on devices among which batch norm is synchronised. */
  TinyStudents synchronisedOn(int count) throws IOException {
    devices = count;
    synchronised = true;
    write();
    return this;
  }

  /** Where the program lies. */
  Path program() {
    return program;
  }

  /** A student that begins afresh, or goes on. */
  StudentParts parts(String optimizer, Optional<StudentState> resumed) {
    return new StudentParts(
        program,
        lowering().outputs(),
        placeOf,
        method,
        dimensions(),
        OptimizerSettings.read(new Written(optimizer).section()),
        (step, training) -> 1,
        new TrainingLength(10, 10),
        place(),
        false,
        Chance.of(2),
        resumed);
  }

  /** What a method is told of the student. */
  Dimensions dimensions() {
    Map<String, long[]> rows = new LinkedHashMap<>();
    network
        .outputShapes(SIDE)
        .forEach((name, shape) -> rows.put(name, Arrays.copyOfRange(shape, 1, shape.length)));
    return new Dimensions(CLASSES, images.size(), rows, Map.of());
  }

  /** The batch of a step: images that follow each other, with made-up labels. */
  TaughtBatch batch(int step) {
    return batch(step, ROWS, 1);
  }

  /** The same with so many examples and views. */
  TaughtBatch batch(int step, int examples, int views) {
    int[] ids = new int[examples];
    int[] labels = new int[examples];
    for (int i = 0; i < examples; i++) {
      ids[i] = (step * ROWS + i * 5) % images.size();
      labels[i] = i % 4;
    }
    BatchPlan plan = new BatchPlan(0, 0, step, step, ids, labels, views, Chance.of(3));
    return new TaughtBatch(loader.load(plan, Runnable::run).toCompletableFuture().join(), Map.of());
  }

  private StudentPlace place() {
    return new StudentPlace(Collections.nCopies(devices, Device.CPU), 1, microBatch, synchronised);
  }

  private Lowering lowering() {
    Set<String> outputs = new TreeSet<>(Set.of(LossInput.EMBEDDING));
    outputs.addAll(method.studentOutputs());
    return Lowering.training(precision, outputs.toArray(String[]::new)).inParts(place().parts());
  }
}
