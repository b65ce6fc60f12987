package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.Campaign;
import io.reflux.fuzz.Fuzz;
import io.reflux.fuzz.Mutations;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures from anywhere: pixels, or a reason why there are none. */
class PictureFuzzTest {
  private static final int MOST_PIXELS = 1 << 16;

  @Test
  void pictures() throws Exception {
    fuzz().few(1500);
  }

  @Test
  @Campaign
  void manyPictures() throws Exception {
    fuzz().many(1500);
  }

  private static Fuzz fuzz() throws IOException {
    List<byte[]> samples = new ArrayList<>();
    for (String kind : List.of("png", "jpg", "gif", "bmp", "tiff")) {
      BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
      for (int i = 0; i < 63; i++) {
        image.setRGB(i % 9, i / 9, i * 0x31415);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, kind, bytes)).isTrue();
      samples.add(bytes.toByteArray());
    }
    samples.add("P3 2 2 255\n1 2 3 4 5 6 7 8 9 10 11 12\n".getBytes(StandardCharsets.US_ASCII));
    Decoder decoder = new Decoder(new DecodeSettings(MOST_PIXELS, true, 0));
    return new Fuzz(
        "pictures",
        new Mutations(samples, List.of("P6", "IHDR", "IDAT", "Exif\0\0", "\u00ff\u00d8", "GIF89a")),
        input -> {
          Picture picture = decoder.decode(input);
          assertThat(picture.rgb().length).isLessThanOrEqualTo(3 * MOST_PIXELS);
        },
        e -> e instanceof IOException && !String.valueOf(e.getMessage()).contains("null"));
  }
}
