package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
  private static final Path IMAGES = Path.of("src/golden/transforms/images");

  private final Decoder decoder = new Decoder(new DecodeSettings(1 << 20, false, 0));

  @Test
  void refusesAnEmptyFile() {
    assertThatThrownBy(() -> decoder.decode(new byte[0])).hasMessage("the file is empty");
  }

  @Test
  void refusesWhatIsNoImage() {
    assertThatThrownBy(
            () -> decoder.decode("<html>not found</html>".getBytes(StandardCharsets.UTF_8)))
        .hasMessage(
            "not an image by its first bytes (expected: JPEG, PNG, GIF, BMP, TIFF, WebP or PNM)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 0.9, 0.99})
  void refusesATruncatedJpeg(double kept) throws IOException {
    byte[] whole = Files.readAllBytes(IMAGES.resolve("china.jpg"));
    byte[] part = Arrays.copyOf(whole, (int) (whole.length * kept));
    assertThatThrownBy(() -> decoder.decode(part)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 0.9})
  void refusesATruncatedPng(double kept) throws IOException {
    byte[] whole = Files.readAllBytes(IMAGES.resolve("coffee_rgba.png"));
    byte[] part = Arrays.copyOf(whole, (int) (whole.length * kept));
    assertThatThrownBy(() -> decoder.decode(part))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("damaged png file: ");
  }

  @Test
  void refusesABombByItsHeader() throws IOException {
    byte[] bomb = pngHeader(100_000, 100_000);
    assertThatThrownBy(() -> decoder.decode(bomb))
        .hasMessage("100000×100000 pixels (expected: at most 1048576 pixels)");
  }

  @Test
  void turnsUprightOnlyIfAsked() throws IOException {
    byte[] file = Files.readAllBytes(IMAGES.resolve("astronaut_exif6.jpg"));
    Picture stored = decoder.decode(file);
    Picture upright = new Decoder(new DecodeSettings(1 << 20, true, 0)).decode(file);
    assertThat(stored.width()).isEqualTo(224);
    assertThat(stored.height()).isEqualTo(240);
    assertThat(upright.width()).isEqualTo(240);
    assertThat(upright.height()).isEqualTo(224);
    // Orientation 6: the stored first column, read upwards, is the upright first row.
    for (int x = 0; x < upright.width(); x++) {
      assertThat(upright.rgb()[upright.at(x, 0)]).isEqualTo(stored.rgb()[stored.at(0, 239 - x)]);
    }
  }

  @Test
  void aRawPictureComesBackWhole() throws IOException {
    Picture picture = decoder.decode(Files.readAllBytes(IMAGES.resolve("china.jpg")));
    assertThat(decoder.decode(RawPicture.encode(picture)).rgb()).isEqualTo(picture.rgb());
    Picture again = decoder.decode(JpegPicture.encode(picture, 0.95f));
    double error = 0;
    for (int i = 0; i < picture.rgb().length; i++) {
      error += Math.abs((again.rgb()[i] & 0xFF) - (picture.rgb()[i] & 0xFF));
    }
    assertThat(error / picture.rgb().length).isBetween(0.1, 5.0);
  }

  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer chunk = ByteBuffer.allocate(17);
    chunk.put(new byte[] {'I', 'H', 'D', 'R'}).putInt(width).putInt(height);
    chunk.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.array());
    out.write(ByteBuffer.allocate(4).putInt(13).array());
    out.write(chunk.array());
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    return out.toByteArray();
  }
}
