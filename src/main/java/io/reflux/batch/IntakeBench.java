package io.reflux.batch;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Decoder;
import io.reflux.intake.JpegPicture;
import io.reflux.intake.Picture;
import io.reflux.intake.RawPicture;
import io.reflux.view.Box;
import io.reflux.view.Filter;
import io.reflux.view.Flip;
import io.reflux.view.Geometry;
import io.reflux.view.RandomResizedCrop;
import io.reflux.view.Resampler;
import io.reflux.view.ViewRecipe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * How much processor time a training view costs: RandomResizedCrop to 224 and flip, of a 500×375
 * picture, on one thread. Processor time, unlike the clock's, does not count other programs.
 */
public final class IntakeBench {
  private static final int WIDTH = 500;
  private static final int HEIGHT = 375;
  private static final int PREPARED_SIDE = 256;
  private static final int WARM_UP = 300;

  private final Decoder decoder = new Decoder(new DecodeSettings(1 << 24, false, 0));
  private final ViewRecipe recipe =
      new ViewRecipe(
          List.of(
              new RandomResizedCrop(
                  224, List.of(0.08, 1.0), List.of(0.75, 4 / 3.0), Filter.BILINEAR),
              new Flip(0.5)),
          224);

  /**
   * What was measured, in milliseconds of processor time for an image.
   *
   * @param jpeg decoding a JPEG and making a view
   * @param shard reading a raw picture of shorter side 256 and making a view
   * @param further making one more view of a decoded picture
   */
  public record Costs(double jpeg, double shard, double further) {}

  /** Measures. */
  public Costs measure(int images) throws IOException {
    Picture picture = picture();
    byte[] jpeg = JpegPicture.encode(picture, 0.9f);
    byte[] raw = RawPicture.encode(prepared(picture));
    one(jpeg, WARM_UP);
    double fromJpeg = one(jpeg, images);
    one(raw, WARM_UP);
    double fromShard = one(raw, images);
    return new Costs(fromJpeg, fromShard, views(decoder.decode(jpeg), images));
  }

  private double one(byte[] file, int images) throws IOException {
    long start = processorTime();
    for (int i = 0; i < images; i++) {
      recipe.view(decoder.decode(file), Chance.of(i));
    }
    return milliseconds(start, images);
  }

  private double views(Picture picture, int images) {
    long start = processorTime();
    for (int i = 0; i < images; i++) {
      recipe.view(picture, Chance.of(i));
    }
    return milliseconds(start, images);
  }

  private static Picture prepared(Picture picture) {
    return Resampler.resize(
        picture,
        new Box(0, 0, WIDTH, HEIGHT),
        Geometry.resizedSide(WIDTH, HEIGHT, PREPARED_SIDE),
        Geometry.resizedSide(HEIGHT, WIDTH, PREPARED_SIDE),
        Filter.BILINEAR);
  }

  /** Waves with some noise: about as many bytes as a photograph of this size. */
  private static Picture picture() {
    byte[] rgb = new byte[Picture.CHANNELS * WIDTH * HEIGHT];
    Draws draws = Chance.of(0).draws();
    for (int i = 0; i < rgb.length; i++) {
      int x = i / Picture.CHANNELS % WIDTH;
      int y = i / Picture.CHANNELS / WIDTH;
      double wave = Math.sin(x / 23.0 + i % Picture.CHANNELS) * Math.cos(y / 17.0);
      rgb[i] = (byte) (128 + 100 * wave + draws.uniform(-6, 6));
    }
    return new Picture(WIDTH, HEIGHT, rgb);
  }

  private static double milliseconds(long start, int images) {
    return (processorTime() - start) / 1e6 / images;
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
