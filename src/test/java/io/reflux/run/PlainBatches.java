package io.reflux.run;

import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.batch.PixelPool;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.view.ViewRecipe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Batches of pictures that are filled with the number of their example. */
final class PlainBatches {
  static final int SIDE = 2;

  private PlainBatches() {}

  /** One row for each example, as loaded. */
  static PixelBatch of(int... examples) {
    BatchLoader loader =
        new BatchLoader(
            new PictureReader(new Numbered(), new DecodeSettings(1 << 20, false, 0)),
            List.of(new ViewRecipe(List.of(), SIDE)),
            new PixelPool(1 << 20));
    BatchPlan plan = new BatchPlan(0, 0, 0, 0, examples, new int[examples.length], 1, Chance.of(0));
    return loader.load(plan, Runnable::run).toCompletableFuture().join();
  }

  private static final class Numbered implements Dataset {
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
