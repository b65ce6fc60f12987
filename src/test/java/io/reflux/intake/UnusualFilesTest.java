package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that few programs write; what is expected is what PIL 9.4's {@code convert("RGB")} gives.
 */
class UnusualFilesTest {
  private static final Path IMAGES = Path.of("src/golden/transforms/images");
  private static final int ORIENTATION = 0x0112;

  private final Decoder decoder = new Decoder(new DecodeSettings(1 << 20, false, 0));

  @Test
  void inksOfAJpegAreStoredInvertedWithoutAnAdobeMarkerToo() throws IOException {
    byte[] marked = Files.readAllBytes(IMAGES.resolve("chelsea_cmyk.jpg"));
    String text = new String(marked, StandardCharsets.ISO_8859_1);
    int from = text.indexOf("\u00ff\u00ee");
    int length = 2 + ByteBuffer.wrap(marked).getShort(from + 2);
    byte[] bare =
        (text.substring(0, from) + text.substring(from + length))
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(decoder.decode(bare).rgb()).isEqualTo(decoder.decode(marked).rgb());
  }

  @Test
  void a16BitGrayIsClippedAlsoWhereOneValueIsTransparent() throws IOException {
    byte[] plain = Files.readAllBytes(IMAGES.resolve("mode_i16.png"));
    byte[] transparent = withChunk(plain, "tRNS", new byte[] {0, 100});
    assertThat(decoder.decode(transparent).rgb()).isEqualTo(decoder.decode(plain).rgb());
  }

  @Test
  void aPngIsTurnedUprightIfAsked() throws IOException {
    byte[] file = Files.readAllBytes(IMAGES.resolve("coffee_rgba.png"));
    byte[] exif = withChunk(file, "eXIf", tiff(0, new byte[0], new int[] {ORIENTATION, 6}));
    Picture stored = decoder.decode(exif);
    Picture upright = new Decoder(new DecodeSettings(1 << 20, true, 0)).decode(exif);
    assertThat(stored.width()).isEqualTo(upright.height());
    for (int x = 0; x < upright.width(); x++) {
      assertThat(upright.rgb()[upright.at(x, 0)])
          .isEqualTo(stored.rgb()[stored.at(0, stored.height() - 1 - x)]);
    }
  }

  /** Two pixels beside each other: (1, 2, 3) and (4, 5, 6). */
  @ParameterizedTest
  @CsvSource({
    "1, 2, 1", "2, 2, 4", "3, 2, 4", "4, 2, 1", "5, 1, 1", "6, 1, 1", "7, 1, 4", "8, 1, 4"
  })
  void aTiffIsAlwaysTurnedAsItSays(int orientation, int width, int first) throws IOException {
    byte[] file = tiff(2, new byte[] {1, 2, 3, 4, 5, 6}, new int[] {ORIENTATION, orientation});
    Picture picture = decoder.decode(file);
    assertThat(picture.width()).isEqualTo(width);
    assertThat(picture.rgb()).startsWith(first, first + 1, first + 2).hasSize(6);
  }

  @Test
  void inksOfATiffAreLaidOnPaper() throws IOException {
    byte[] inks = {(byte) 255, 0, 0, 0, 10, 100, (byte) 200, 50};
    assertThat(decoder.decode(tiff(5, inks)).rgb())
        .containsExactly(0, 255, 255, 205 - 8, 205 - 80, 205 - 161);
  }

  @Test
  void aTiffOfLabColoursIsRefused() {
    assertThatThrownBy(() -> decoder.decode(tiff(8, new byte[] {50, 0, 0, 50, 0, 0})))
        .hasMessage("Lab colours (expected: gray, a palette, RGB or CMYK)");
  }

  @Test
  void aGifsFrameStandsOnItsScreen() throws IOException {
    byte[] palette = {10, 20, 30, 40, 50, 60};
    BufferedImage frame =
        new BufferedImage(
            2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(1, 2, palette, 0, false));
    frame.getRaster().setSample(0, 0, 0, 1);
    frame.getRaster().setSample(1, 0, 0, 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(frame, "gif", out);
    byte[] file = out.toByteArray();
    Picture small = decoder.decode(file);
    assertThat(small.rgb()).containsExactly(40, 50, 60, 40, 50, 60);

    ByteBuffer screen = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    screen.putShort(6, (short) 4).putShort(8, (short) 2);
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(",\0\0\0\0\2\0\1\0");
    screen.putShort(at + 1, (short) 1).putShort(at + 3, (short) 1);
    Picture large = decoder.decode(file);
    assertThat(large.width()).isEqualTo(4);
    assertThat(large.height()).isEqualTo(2);
    for (int i = 0; i < 8; i++) {
      int red = i == 5 || i == 6 ? 40 : 10;
      assertThat((int) large.rgb()[3 * i]).as("pixel %d", i).isEqualTo(red);
    }

    screen.putShort(6, (short) 30_000).putShort(8, (short) 30_000);
    assertThatThrownBy(() -> decoder.decode(file))
        .hasMessage("30000×30000 pixels (expected: at most 1048576 pixels)");
  }

  /** A PNG with a chunk more before its pixels. */
  private static byte[] withChunk(byte[] png, String name, byte[] content) {
    byte[] named =
        (name + new String(content, StandardCharsets.ISO_8859_1))
            .getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(named);
    int afterHeader = 8 + 12 + 13;
    ByteBuffer all = ByteBuffer.allocate(png.length + 8 + named.length);
    all.put(png, 0, afterHeader).putInt(content.length).put(named).putInt((int) crc.getValue());
    return all.put(png, afterHeader, png.length - afterHeader).array();
  }

  /** An uncompressed TIFF of two pixels side by side; {@code more} is a tag and its number. */
  private static byte[] tiff(int photometric, byte[] pixels, int... more) {
    int[][] tags = {
      {0x0100, 2},
      {0x0101, 1},
      {0x0102, 8},
      {0x0103, 1},
      {0x0106, photometric},
      {0x0111, 8},
      more.length == 0 ? new int[] {0x0112, 1} : more,
      {0x0115, pixels.length / 2},
      {0x0116, 1},
      {0x0117, pixels.length}
    };
    ByteBuffer file = ByteBuffer.allocate(8 + pixels.length + 2 + 12 * tags.length + 4 + 8);
    file.order(ByteOrder.LITTLE_ENDIAN).put((byte) 'I').put((byte) 'I').putShort((short) 42);
    file.putInt(8 + pixels.length).put(pixels).putShort((short) tags.length);
    int bitsOfAll = file.position() + 12 * tags.length + 4;
    for (int[] tag : tags) {
      boolean bits = tag[0] == 0x0102 && pixels.length > 4;
      file.putShort((short) tag[0]).putShort((short) 3).putInt(bits ? pixels.length / 2 : 1);
      file.putInt(bits ? bitsOfAll : tag[1]);
    }
    file.putInt(0);
    for (int i = 0; i < pixels.length / 2; i++) {
      file.putShort((short) 8);
    }
    return file.array();
  }
}
