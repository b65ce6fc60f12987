package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Small files whose headers claim enormous pictures: refused before memory is taken. */
class BombsTest {
  private static final Path KINDS = Path.of("src/test/resources/intake/kinds");
  private static final short MANY = (short) 60000;

  private final Decoder decoder = new Decoder(new DecodeSettings(1 << 20, false, 0));

  @Test
  void png() throws IOException {
    // The checksum of the header no longer fits, which nobody looks at.
    refuses(
        "rgba.png",
        60000,
        file -> file.order(ByteOrder.BIG_ENDIAN).putInt(16, 60000).putInt(20, 60000));
  }

  @Test
  void bmp() throws IOException {
    byte[] file = Files.readAllBytes(KINDS.resolve("rgb.bmp"));
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 60000).putInt(22, 60000);
    assertThatThrownBy(() -> decoder.decode(file)) // the JDK compares with the size of the file
        .hasMessage("damaged bmp file: Invalid width/height for BI_RGB image data.");
  }

  @Test
  void gifScreen() throws IOException {
    refuses("pal.gif", 60000, file -> file.putShort(6, MANY).putShort(8, MANY));
  }

  @Test
  void gifFrame() throws IOException {
    refuses(
        "pal.gif",
        60000,
        file -> {
          int at = 13 + 3 * (2 << (file.get(10) & 7));
          while (file.get(at) != ',') {
            at++;
          }
          file.putShort(at + 1, (short) 0).putShort(at + 3, (short) 0);
          file.putShort(at + 5, MANY).putShort(at + 7, MANY);
        });
  }

  @Test
  void tiff() throws IOException {
    refuses(
        "rgb_raw.tif",
        60000,
        file -> {
          int directory = file.getInt(4);
          for (int i = 0; i < file.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            int tag = file.getShort(entry);
            if (tag == 256 || tag == 257) {
              file.putShort(entry + 2, (short) 4).putInt(entry + 8, 60000);
            }
          }
        });
  }

  @Test
  void lossyWebp() throws IOException {
    refuses(
        "lossy75.webp",
        16383,
        file -> file.putShort(26, (short) 16383).putShort(28, (short) 16383));
  }

  @Test
  void losslessWebp() throws IOException {
    refuses("lossless.webp", 16384, file -> file.putInt(21, file.getInt(21) | 0x0FFFFFFF));
  }

  @Test
  void animatedWebp() throws IOException {
    refuses("anim.webp", 65536, file -> file.putInt(24, 0xFF00FFFF).putShort(28, (short) 0xFF));
  }

  @Test
  void anymap() {
    for (String kind : new String[] {"P1", "P2", "P3", "P4", "P5", "P6"}) {
      byte[] file = (kind + " 60000 60000 255\n0").getBytes(StandardCharsets.US_ASCII);
      assertRefused(file, 60000);
    }
  }

  private void refuses(String name, int side, Consumer<ByteBuffer> change) throws IOException {
    byte[] file = Files.readAllBytes(KINDS.resolve(name));
    change.accept(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
    assertRefused(file, side);
  }

  private void assertRefused(byte[] file, int side) {
    assertThatThrownBy(() -> decoder.decode(file))
        .hasMessage("%d×%d pixels (expected: at most 1048576 pixels)", side, side);
  }
}
