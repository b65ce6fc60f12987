package io.reflux.bench;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.dataset.Unclassified;
import io.reflux.intake.JpegPicture;
import io.reflux.intake.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * JPEG files of 500×375 pixels in a folder: waves with edges and some noise, about as many bytes as
 * photographs have.
 *
 * @param files one of each picture
 */
record BenchImages(List<Path> files) implements Unclassified {
  static final int WIDTH = 500;
  static final int HEIGHT = 375;
  private static final int PICTURES = 24;
  private static final float QUALITY = 0.9f;

  /** Writes the files. */
  static BenchImages write(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int n = 0; n < PICTURES; n++) {
      Path file = folder.resolve(String.format("%02d.jpg", n));
      files.add(Files.write(file, JpegPicture.encode(picture(n), QUALITY)));
    }
    return new BenchImages(List.copyOf(files));
  }

  private static Picture picture(int number) {
    byte[] rgb = new byte[Picture.CHANNELS * WIDTH * HEIGHT];
    Draws draws = Chance.of(number).draws();
    double slope = draws.uniform(12, 40);
    int edge = 20 + draws.nextInt(60);
    for (int i = 0; i < rgb.length; i++) {
      int x = i / Picture.CHANNELS % WIDTH;
      int y = i / Picture.CHANNELS / WIDTH;
      double wave = Math.sin(x / slope + i % Picture.CHANNELS) * Math.cos(y / 17.0);
      int step = (x / edge + y / edge) % 2 * 40;
      rgb[i] = (byte) Math.rint(90 + 70 * wave + step + draws.uniform(-6, 6));
    }
    return new Picture(WIDTH, HEIGHT, rgb);
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public String name(int id) {
    return files.get(id).toString();
  }

  @Override
  public byte[] read(int id) throws IOException {
    return Files.readAllBytes(files.get(id));
  }
}
