package io.reflux.bench;

import io.reflux.batch.Preparation;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.Splits;
import io.reflux.intake.Cutout;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Loaded;
import io.reflux.intake.Picture;
import io.reflux.intake.PictureReader;
import io.reflux.intake.Wanted;
import io.reflux.view.Filter;
import io.reflux.view.Flip;
import io.reflux.view.RandomResizedCrop;
import io.reflux.view.ViewRecipe;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How much processor time a training view costs, beside torchvision with PIL: RandomResizedCrop to
 * 224, flip and normalisation to float32, of 500×375 JPEGs. All read the same files; the parties
 * take turns, and medians over turns count, those of ratios too, so that other work on the machine
 * falls on all alike. Processor time is the whole process's, garbage collection included.
 */
public final class IntakeBench {
  private static final int SIDE = 224;
  private static final int PREPARED_SIDE = 256;
  private static final int WARM_UP = 600;
  private static final DecodeSettings DECODE = new DecodeSettings(1 << 24, false, 0);

  private final ViewRecipe recipe =
      new ViewRecipe(
          List.of(
              new RandomResizedCrop(
                  SIDE, List.of(0.08, 1.0), List.of(0.75, 4 / 3.0), Filter.BILINEAR),
              new Flip(0.5)),
          SIDE);
  private final float[] normalised = new float[Picture.CHANNELS * SIDE * SIDE];
  private final float[][] table = table();
  private int made;

  /**
   * How much is measured.
   *
   * @param images in a turn
   * @param turns of each party
   */
  public record Size(int images, int turns) {}

  /**
   * What was measured, in milliseconds of processor time for an image.
   *
   * @param jpeg reading and decoding a JPEG and making a view
   * @param shard reading a raw picture of shorter side 256 from a prepared shard and making a view
   * @param further making one more view of a decoded picture
   * @param peer what torchvision needs for a view of a JPEG; empty where it isn't there
   */
  public record Costs(double jpeg, double shard, double further, Optional<Peer> peer) {}

  /**
   * What torchvision needs for a view of a JPEG, turn and turn about with the others.
   *
   * @param cost in milliseconds of processor time for an image
   * @param toJpeg its cost divided by ours from JPEG
   * @param toShard its cost divided by ours from a shard
   */
  public record Peer(double cost, double toJpeg, double toShard) {}

  private interface Turn {
    double of(int images) throws IOException;
  }

  /**
   * Measures.
   *
   * @param python the command of a Python that has torchvision
   * @throws IOException if files can't be written to the folder for temporary files
   */
  public Costs measure(Size size, String python) throws IOException {
    Path folder = Files.createTempDirectory("reflux-bench");
    try {
      BenchImages images = BenchImages.write(folder);
      Path shards = folder.resolve("shards");
      new Preparation(Splits.of(images, images), DECODE, PREPARED_SIDE, 0)
          .write(shards, done -> {});
      Optional<IntakePeer> peer = IntakePeer.start(python, folder);
      try {
        return measure(size, images, Datasets.prepared(shards).train(), peer);
      } finally {
        peer.ifPresent(IntakePeer::close);
      }
    } finally {
      FolderRemoval.of(folder);
    }
  }

  private Costs measure(Size size, Dataset files, Dataset shards, Optional<IntakePeer> peer)
      throws IOException {
    PictureReader fromFiles = new PictureReader(files, DECODE);
    PictureReader fromShards = new PictureReader(shards, DECODE);
    Cutout decoded = cutout(fromFiles.read(0, Wanted.WHOLE));
    Turn[] turns = {
      images -> turn(images, fromFiles),
      images -> turn(images, fromShards),
      images -> views(images, decoded),
      images -> peer.isPresent() ? peer.get().turn(images) : Double.NaN
    };
    for (int party = 0; party < turns.length - 1; party++) {
      turns[party].of(Math.min(WARM_UP, 4 * size.images));
    }
    double[][] costs = new double[turns.length][size.turns];
    for (int i = 0; i < size.turns; i++) {
      for (int party = 0; party < turns.length; party++) {
        costs[party][i] = turns[party].of(size.images);
      }
    }
    Optional<Peer> theirs =
        peer.map(
            any ->
                new Peer(
                    Median.of(costs[3]),
                    Median.ofRatios(costs[3], costs[0]),
                    Median.ofRatios(costs[3], costs[1])));
    return new Costs(Median.of(costs[0]), Median.of(costs[1]), Median.of(costs[2]), theirs);
  }

  private double turn(int images, PictureReader reader) throws IOException {
    long start = BenchMachine.processorNanos();
    for (int i = 0; i < images; i++) {
      Chance chance = Chance.of(made++);
      Wanted wanted = (width, height) -> recipe.needed(width, height, chance);
      view(cutout(reader.read(i % reader.dataset().size(), wanted)), chance);
    }
    return milliseconds(start, images);
  }

  private double views(int images, Cutout picture) {
    long start = BenchMachine.processorNanos();
    for (int i = 0; i < images; i++) {
      view(picture, Chance.of(made++));
    }
    return milliseconds(start, images);
  }

  private static Cutout cutout(Loaded loaded) throws IOException {
    return loaded
        .part()
        .orElseThrow(
            () -> new IOException(loaded + " (expected: a picture, as it was just written)"));
  }

  private void view(Cutout cutout, Chance chance) {
    byte[] rgb = recipe.view(cutout, chance).rgb();
    int plane = SIDE * SIDE;
    for (int p = 0, i = 0; p < plane; p++, i += 3) {
      normalised[p] = table[0][rgb[i] & 0xFF];
      normalised[plane + p] = table[1][rgb[i + 1] & 0xFF];
      normalised[2 * plane + p] = table[2][rgb[i + 2] & 0xFF];
    }
  }

  private static float[][] table() {
    float[] means = {0.485f, 0.456f, 0.406f};
    float[] deviations = {0.229f, 0.224f, 0.225f};
    float[][] table = new float[3][256];
    for (int c = 0; c < 3; c++) {
      for (int value = 0; value < 256; value++) {
        table[c][value] = (value / 255f - means[c]) / deviations[c];
      }
    }
    return table;
  }

  private static double milliseconds(long start, int images) {
    return (BenchMachine.processorNanos() - start) / 1e6 / images;
  }
}
