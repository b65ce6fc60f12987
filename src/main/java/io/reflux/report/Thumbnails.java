package io.reflux.report;

import io.reflux.dataset.Dataset;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Loaded;
import io.reflux.intake.Picture;
import io.reflux.intake.PictureReader;
import io.reflux.intake.StorageException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Small pictures of examples, as data addresses that a page can hold. */
final class Thumbnails {
  private static final int SIDE = 72;

  private final Dataset dataset;
  private final PictureReader reader;

  Thumbnails(Dataset dataset, DecodeSettings settings) {
    this.dataset = dataset;
    this.reader =
        new PictureReader(
            dataset,
            new DecodeSettings(
                settings.maxPixels(), settings.exifRotation(), settings.sixteenBit(), 0));
  }

  /** A PNG of the example, 72 pixels in its longer side at most; empty if it can't be read. */
  Optional<String> of(int example) {
    try {
      byte[] png = png(picture(example));
      return Optional.of("data:image/png;base64," + Base64.getEncoder().encodeToString(png));
    } catch (IOException | StorageException e) {
      return Optional.empty();
    }
  }

  private Picture picture(int example) throws IOException {
    Loaded loaded = reader.read(example);
    return loaded.part().orElseThrow(() -> new IOException("unreadable")).picture();
  }

  /** The name of a class. */
  String className(int label) {
    return dataset.className(label);
  }

  private static byte[] png(Picture picture) throws IOException {
    BufferedImage whole =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int at = picture.at(x, y);
        byte[] rgb = picture.rgb();
        whole.setRGB(x, y, (rgb[at] & 255) << 16 | (rgb[at + 1] & 255) << 8 | (rgb[at + 2] & 255));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(shrunk(whole), "png", bytes);
    return bytes.toByteArray();
  }

  private static BufferedImage shrunk(BufferedImage whole) {
    double scale = (double) SIDE / Math.max(whole.getWidth(), whole.getHeight());
    if (scale >= 1) {
      return whole;
    }
    int width = (int) Math.max(1, Math.round(scale * whole.getWidth()));
    int height = (int) Math.max(1, Math.round(scale * whole.getHeight()));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(whole, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }
}
