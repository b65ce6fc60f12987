package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of image against what PIL 9.4's {@code convert("RGB")} makes of it: size and CRC-32 of
 * the pixels, to the bit. The files are a photograph and a drawing, made small and written by PIL.
 */
class ImageKindsTest {
  private static final Path KINDS = Path.of("src/test/resources/intake/kinds");

  private final Decoder decoder = new Decoder(new DecodeSettings(1 << 20, false, 0));

  static Stream<String> kinds() throws IOException {
    return Files.readAllLines(KINDS.resolve("pil.txt")).stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void decodesAsPilDoes(String line) throws IOException {
    String[] cells = line.split(" ");
    Picture picture = decoder.decode(Files.readAllBytes(KINDS.resolve(cells[0])));
    CRC32 crc = new CRC32();
    crc.update(picture.rgb());
    assertThat(List.of(picture.width(), picture.height(), String.format("%08x", crc.getValue())))
        .isEqualTo(List.of(Integer.valueOf(cells[1]), Integer.valueOf(cells[2]), cells[3]));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPartIsThatPartOfTheWhole(String line) throws IOException {
    byte[] file = Files.readAllBytes(KINDS.resolve(line.split(" ")[0]));
    Picture whole = decoder.decode(file);
    Box box = new Box(2, 1, whole.width() / 2, whole.height() - 3);
    Cutout cutout = decoder.decode(ByteBuffer.wrap(file), (width, height) -> box);
    Box here = cutout.here(box);
    assertThat(cutout.width()).isEqualTo(whole.width());
    assertThat(cutout.height()).isEqualTo(whole.height());
    for (int y = 0; y < box.height(); y++) {
      int from = whole.at(box.left(), box.top() + y);
      int there = cutout.picture().at(here.left(), here.top() + y);
      int row = 3 * box.width();
      assertThat(Arrays.copyOfRange(cutout.picture().rgb(), there, there + row))
          .isEqualTo(Arrays.copyOfRange(whole.rgb(), from, from + row));
    }
  }

  /** What PIL refuses of these; it goes on with a PNG whose end only is missing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lossy75.webp", "lossless.webp", "lossy_alpha.webp", "anim.webp", "pal.gif", "rgb.ppm",
        "gray16.pgm", "bits.pbm", "rgb_tiff_lzw.tif", "rgb_raw.tif", "bits_group4.tif", "rgb.bmp",
        "pal.bmp", "rgba.png", "plain.ppm"
      })
  void refusesWhatIsCutOff(String name) throws IOException {
    byte[] whole = Files.readAllBytes(KINDS.resolve(name));
    for (double kept : new double[] {0.02, 0.3, 0.7, 0.9}) {
      byte[] part = Arrays.copyOf(whole, (int) (whole.length * kept));
      assertThatThrownBy(() -> decoder.decode(part)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void saysWhatIsWrongWithAnAnymap() {
    assertRefused("P5 4 4 255\nabc", "the file is truncated");
    assertRefused("P5 4", "the file is truncated");
    assertRefused("P5 4 x 255\n", "damaged pnm file: a number is none");
    assertRefused("P2 2 1 7\n3 8 ", "damaged pnm file: sample 8 (expected: <= 7)");
    assertRefused("P5 0 4 255\n", "damaged pnm file: 0×4 pixels up to 255");
    assertRefused("P6 1 1 70000\n123456", "damaged pnm file: 1×1 pixels up to 70000");
  }

  private void assertRefused(String anymap, String message) {
    byte[] file = anymap.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> decoder.decode(file)).hasMessageStartingWith(message);
  }

  /** Damage anywhere ends in a picture or a sentence, never in an error that ends a run. */
  @ParameterizedTest
  @MethodSource("kinds")
  void damageIsAReason(String line) throws IOException {
    byte[] whole = Files.readAllBytes(KINDS.resolve(line.split(" ")[0]));
    Set<Integer> values = Set.of(0, 0xFF, 0x7F);
    for (int at = 0; at < Math.min(whole.length, 300); at += 3) {
      for (int value : values) {
        byte[] damaged = whole.clone();
        damaged[at] = (byte) value;
        try {
          assertThat(decoder.decode(damaged).pixels()).isPositive();
        } catch (IOException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
  }
}
