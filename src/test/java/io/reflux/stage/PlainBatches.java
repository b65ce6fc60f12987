package io.reflux.stage;

import com.typesafe.config.ConfigFactory;
import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.batch.PixelPool;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;

/** Batches of pictures that are filled with the number of their example. */
final class PlainBatches {
  static final int SIDE = 2;

  private PlainBatches() {}

  /** One row for each example, as loaded. */
  static PixelBatch of(int... examples) {
    return of(List.of(new ViewRecipe(List.of(), SIDE)), examples);
  }

  /** A row for each example and recipe, as loaded; a larger picture has the same number in it. */
  static PixelBatch ofSides(List<Integer> sides, int... examples) {
    return of(sides.stream().map(PlainBatches::square).toList(), examples);
  }

  private static ViewRecipe square(int side) {
    String text = "steps = [ { type = resize, square = true, side = " + side + " } ]";
    return Views.read(
        new Section(ConfigFactory.parseString(text).root(), Defaults.NONE, "", new Problems()));
  }

  private static PixelBatch of(List<ViewRecipe> recipes, int... examples) {
    BatchLoader loader =
        new BatchLoader(
            new PictureReader(new Numbered(() -> {}), new DecodeSettings(1 << 20, false, 0)),
            recipes,
            new PixelPool(1 << 20));
    int[] labels = new int[examples.length];
    BatchPlan plan = new BatchPlan(0, 0, 0, 0, examples, labels, recipes.size(), Chance.of(0));
    return loader.load(plan, Runnable::run).toCompletableFuture().join();
  }

  /** Batches of one picture each, whose memory is bounded. */
  static final class Pool {
    private final PixelPool pool;
    private final BatchLoader loader;

    /** Room for so many batches. */
    Pool(int batches) {
      pool = new PixelPool((long) batches * SIDE * SIDE * 3);
      loader =
          new BatchLoader(
              new PictureReader(new Numbered(() -> {}), new DecodeSettings(1 << 20, false, 0)),
              List.of(new ViewRecipe(List.of(), SIDE)),
              pool);
    }

    CompletionStage<PixelBatch> load(BatchPlan plan) {
      return loader.load(plan, Runnable::run);
    }

    long inFlight() {
      return pool.bytesInFlight();
    }

    void awaitNoneInFlight() {
      Awaitility.await().until(() -> pool.bytesInFlight() == 0);
    }
  }

  /** Sources whose every split is of some pictures. */
  static PixelSources sources(Dataset pictures, StageFactory stages) {
    ViewRecipe plain = new ViewRecipe(List.of(), SIDE);
    return new PixelSources(
        new PixelSources.Parts(
            pictures, new EvaluationParts.Chosen(pictures, pictures, "test", "test")),
        new PixelSources.Reading(
            new DecodeSettings(1 << 20, false, 0), io.reflux.intake.Storage.WITHOUT_PATIENCE),
        new PixelSources.Cuts(List.of(plain), plain, Optional.empty()),
        1 << 20,
        stages);
  }

  /** Pictures that are filled with their number; something happens whenever one is read. */
  static final class Numbered implements Dataset {
    private final Runnable reading;

    Numbered(Runnable reading) {
      this.reading = reading;
    }

    @Override
    public int size() {
      return 256;
    }

    @Override
    public int label(int id) {
      return 0;
    }

    @Override
    public String name(int id) {
      return id + ".png";
    }

    @Override
    public int classes() {
      return 1;
    }

    @Override
    public String className(int label) {
      return "only";
    }

    @Override
    public byte[] read(int id) throws IOException {
      reading.run();
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < SIDE * SIDE; i++) {
        image.setRGB(i % SIDE, i / SIDE, id << 16 | id << 8 | id);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      return bytes.toByteArray();
    }
  }
}
