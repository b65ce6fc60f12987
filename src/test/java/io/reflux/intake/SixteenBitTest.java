package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.dataset.LooseImages;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferUShort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gray of 16 bits, as microscopes and X-ray machines write it: white beyond 255, or scaled. */
class SixteenBitTest {
  private static final short[] SAMPLES = {0, 1, 255, 256, 20_000, (short) 40_000, (short) 65_535};
  private static final int[] CLIPPED = {0, 1, 255, 255, 255, 255, 255};
  private static final int[] HIGH_BYTES = {0, 0, 0, 1, 78, 156, 255};

  /** PNM scales by division and rounds, as it does for colours. */
  private static final int[] ROUNDED = {0, 0, 1, 1, 78, 156, 255};

  @TempDir Path folder;

  private enum Kind {
    PNG,
    TIFF,
    PGM,
    PGM_TEXT;

    byte[] write(short[] samples) throws IOException {
      return switch (this) {
        case PNG, TIFF -> byImageIo(samples);
        case PGM -> binary(samples);
        case PGM_TEXT -> text(samples);
      };
    }

    private byte[] byImageIo(short[] samples) throws IOException {
      BufferedImage image = new BufferedImage(samples.length, 1, BufferedImage.TYPE_USHORT_GRAY);
      short[] stored = ((DataBufferUShort) image.getRaster().getDataBuffer()).getData();
      System.arraycopy(samples, 0, stored, 0, samples.length);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, name(), file)).isTrue();
      return file.toByteArray();
    }

    private static byte[] binary(short[] samples) {
      byte[] header = ("P5 " + samples.length + " 1 65535\n").getBytes(StandardCharsets.US_ASCII);
      ByteBuffer file = ByteBuffer.allocate(header.length + 2 * samples.length).put(header);
      for (short sample : samples) {
        file.putShort(sample);
      }
      return file.array();
    }

    private static byte[] text(short[] samples) {
      StringBuilder file = new StringBuilder("P2 " + samples.length + " 1 65535\n");
      for (short sample : samples) {
        file.append(sample & 0xFFFF).append(' ');
      }
      return file.toString().getBytes(StandardCharsets.US_ASCII);
    }

    int[] scaled() {
      return this == PGM || this == PGM_TEXT ? ROUNDED : HIGH_BYTES;
    }
  }

  @ParameterizedTest
  @EnumSource
  void grayIsClippedOrScaled(Kind kind) throws IOException {
    byte[] file = kind.write(SAMPLES);
    assertThat(grays(file, "")).containsExactly(CLIPPED);
    assertThat(grays(file, "sixteen-bit = clip")).containsExactly(CLIPPED);
    assertThat(grays(file, "sixteen-bit = scale")).containsExactly(kind.scaled());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsLostIsCounted(Kind kind) throws IOException {
    Path lossy = Files.write(folder.resolve("lossy.png"), kind.write(SAMPLES));
    Path dark = Files.write(folder.resolve("dark.png"), kind.write(new short[] {0, 7, 255}));
    LooseImages images = LooseImages.at(List.of(dark, lossy, lossy));
    PictureReader clipping = new PictureReader(images, settings(""));
    PictureReader scaling = new PictureReader(images, settings("sixteen-bit = scale"));
    for (int id = 0; id < images.size(); id++) {
      assertThat(clipping.read(id)).isInstanceOf(Picture.class);
      assertThat(scaling.read(id)).isInstanceOf(Picture.class);
    }
    assertThat(clipping.clippedPictures()).isEqualTo(2);
    assertThat(scaling.clippedPictures()).isZero();
  }

  @Test
  void noBytesAreKeptIfNoneMayBe() throws IOException {
    Path file = Files.write(folder.resolve("a.png"), Kind.PNG.write(SAMPLES));
    PictureReader reader =
        new PictureReader(LooseImages.at(List.of(file)), settings("kept-bytes = 0 B"));
    assertThat(reader.read(0)).isInstanceOf(Picture.class);
    assertThat(reader.keptBytes()).isZero();
  }

  private static int[] grays(byte[] file, String hocon) throws IOException {
    Picture picture = new Decoder(settings(hocon)).decode(file);
    int[] grays = new int[picture.width()];
    for (int x = 0; x < grays.length; x++) {
      grays[x] = picture.rgb()[picture.at(x, 0)] & 0xFF;
      assertThat(picture.rgb()[picture.at(x, 0) + 2]).isEqualTo((byte) grays[x]);
    }
    return grays;
  }

  private static DecodeSettings settings(String hocon) {
    Problems problems = new Problems();
    DecodeSettings settings =
        DecodeSettings.read(
            new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", problems));
    assertThat(problems.all()).isEmpty();
    return settings;
  }
}
