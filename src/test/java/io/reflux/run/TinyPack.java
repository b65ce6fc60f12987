package io.reflux.run;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A folder of tiny images: stripes whose period and slope are the class's, under noise. */
public final class TinyPack {
  static final int CLASSES = 12;
  static final int IMAGES = 8;
  private static final int SIDE = 16;

  private TinyPack() {}

  /** Writes the pack; half of its classes train, half test. */
  public static Path write(Path folder) throws IOException {
    for (int label = 0; label < CLASSES; label++) {
      for (int i = 0; i < IMAGES; i++) {
        Path file = image(folder, label, i);
        Files.createDirectories(file.getParent());
        ImageIO.write(stripes(label, Chance.of(label).at(i).draws()), "png", file.toFile());
      }
    }
    return folder;
  }

  /** An image of the pack; classes below 6 train. */
  static Path image(Path folder, int label, int i) {
    return folder.resolve(String.format("class-%02d/image-%d.png", label, i));
  }

  /** Makes an image unreadable. */
  static void corrupt(Path folder, int label, int i) throws IOException {
    Files.writeString(image(folder, label, i), "this is no picture");
  }

  private static BufferedImage stripes(int label, Draws draws) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    double phase = draws.nextDouble() * 6;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double wave = Math.sin((x + (label % 4) * y) * (0.3 + 0.2 * label) + phase);
        int grey =
            (int) Math.max(0, Math.min(255, 128 + 90 * wave + 60 * (draws.nextDouble() - 0.5)));
        image.setRGB(x, y, grey << 16 | grey << 8 | (255 - grey));
      }
    }
    return image;
  }
}
