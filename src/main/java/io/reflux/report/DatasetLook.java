package io.reflux.report;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DistinctExamples;
import io.reflux.dataset.Region;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Decoder;
import io.reflux.intake.Picture;
import io.reflux.setting.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What is seen of every image of a dataset when it is read and decoded once.
 *
 * @param examples the images, each once
 * @param images what was seen of each
 */
record DatasetLook(DistinctExamples examples, List<Image> images) {

  /**
   * One image.
   *
   * @param width in pixels; 0 if it can't be read
   * @param height in pixels; 0 if it can't be read
   * @param digest the SHA-256 of its bytes, and of the part of it that is the example; empty if
   *     they can't be had
   * @param reason why it can't be read; empty if it can
   */
  record Image(int width, int height, String digest, String reason) {
    boolean isReadable() {
      return reason.isEmpty();
    }
  }

  /** Copies the images. */
  DatasetLook {
    images = List.copyOf(images);
  }

  /**
   * Looks at all images, on all processors.
   *
   * @param progress is told how many are done
   */
  static DatasetLook at(DistinctExamples examples, DecodeSettings decode, IntConsumer progress) {
    Decoder decoder = new Decoder(decode);
    AtomicInteger done = new AtomicInteger();
    Image[] images = new Image[examples.size()];
    IntStream.range(0, images.length)
        .parallel()
        .forEach(
            number -> {
              Dataset part = examples.parts().get(examples.part(number));
              images[number] = image(part, examples.id(number), decoder);
              progress.accept(done.incrementAndGet());
            });
    return new DatasetLook(examples, Arrays.asList(images));
  }

  private static Image image(Dataset part, int id, Decoder decoder) {
    String digest = "";
    try {
      byte[] file = part.read(id);
      MessageDigest sum = Sha256.begun();
      sum.update(file);
      digest = Sha256.ended(sum) + part.region(id).map(Region::toString).orElse("");
      Picture picture = decoder.decode(file);
      return new Image(picture.width(), picture.height(), digest, "");
    } catch (IOException e) {
      String message = e.getMessage();
      return new Image(0, 0, digest, message == null ? e.getClass().getSimpleName() : message);
    }
  }
}
