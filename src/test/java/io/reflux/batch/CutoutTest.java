package io.reflux.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Decoder;
import io.reflux.intake.JpegPicture;
import io.reflux.intake.Picture;
import io.reflux.intake.RawPicture;
import io.reflux.view.Filter;
import io.reflux.view.Flip;
import io.reflux.view.RandomResizedCrop;
import io.reflux.view.ViewRecipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding a part gives the same pixels, and the same views, as decoding all. */
class CutoutTest {
  private final Decoder decoder = new Decoder(new DecodeSettings(1 << 20, false, 0));
  private final ViewRecipe recipe =
      new ViewRecipe(
          List.of(
              new RandomResizedCrop(
                  24, List.of(0.08, 1.0), List.of(0.75, 4 / 3.0), Filter.BILINEAR),
              new Flip(0.5)),
          24);

  static Stream<Path> images() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/golden/transforms"))) {
      List<Path> images =
          files.filter(f -> f.toString().matches(".*\\.(jpe?g|png|bmp|gif)")).sorted().toList();
      assertThat(images).hasSizeGreaterThan(4);
      return images.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void aPartIsThatOfTheWhole(Path file) throws IOException {
    holds(Files.readAllBytes(file));
  }

  @Test
  void alsoOfRawPicturesAndOfJpegsAsPrepared() throws IOException {
    Draws draws = Chance.of(1).draws();
    byte[] rgb = new byte[3 * 61 * 47];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) draws.nextInt(256);
    }
    Picture picture = new Picture(61, 47, rgb);
    holds(RawPicture.encode(picture));
    holds(JpegPicture.encode(picture, 0.8f));
  }

  private void holds(byte[] file) throws IOException {
    Picture whole = decoder.decode(file);
    Draws draws = Chance.of(whole.pixels()).draws();
    for (int i = 0; i < 30; i++) {
      int width = 1 + draws.nextInt(whole.width());
      int height = 1 + draws.nextInt(whole.height());
      int left = draws.nextInt(whole.width() - width + 1);
      int top = draws.nextInt(whole.height() - height + 1);
      Box box = new Box(left, top, width, height);
      Cutout part = decoder.decode(ByteBuffer.wrap(file), (w, h) -> box);
      assertThat(part.width()).isEqualTo(whole.width());
      assertThat(part.height()).isEqualTo(whole.height());
      Box here = part.here(box);
      for (int y = 0; y < height; y++) {
        int own = part.picture().at(here.left(), here.top() + y);
        int same = whole.at(left, top + y);
        byte[] rgb = part.picture().rgb();
        boolean equal =
            Arrays.equals(rgb, own, own + 3 * width, whole.rgb(), same, same + 3 * width);
        assertThat(equal).isTrue();
      }
      Chance chance = Chance.of(i);
      Cutout needed = decoder.decode(ByteBuffer.wrap(file), (w, h) -> recipe.needed(w, h, chance));
      assertThat(recipe.view(needed, chance).rgb()).isEqualTo(recipe.view(whole, chance).rgb());
    }
  }
}
