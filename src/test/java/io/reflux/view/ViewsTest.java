package io.reflux.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.intake.Box;
import io.reflux.intake.Picture;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problem;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewsTest {

  @Test
  void aViewDependsOnItsKeyOnly() {
    ViewRecipe recipe =
        read("steps = [{ type = random-resized-crop, side = 16 }, { type = flip }]").recipe;
    Picture picture = Pictures.busy(50, 37);
    byte[] first = recipe.view(picture, Chance.of(4).at(2)).rgb();

    assertThat(recipe.side()).isEqualTo(16);
    assertThat(recipe.view(picture, Chance.of(4).at(2)).rgb()).isEqualTo(first);
    assertThat(recipe.view(picture, Chance.of(4).at(3)).rgb()).isNotEqualTo(first);
  }

  @Test
  void aStepMoreLeavesTheDrawsOfTheOthers() {
    String crop = "{ type = random-resized-crop, side = 16 }";
    Picture picture = Pictures.busy(50, 37);
    byte[] plain = read("steps = [" + crop + "]").recipe.view(picture, Chance.of(4)).rgb();
    byte[] inverted =
        read("steps = [" + crop + ", { type = invert }]").recipe.view(picture, Chance.of(4)).rgb();
    for (int i = 0; i < plain.length; i++) {
      assertThat(inverted[i]).isEqualTo((byte) ~plain[i]);
    }
  }

  @Test
  void refusesStepsThatDoNotEndInSquares() {
    List<Problem> problems = read("steps = [{ type = resize, side = 16 }, { type = flip }]").found;
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).expected()).startsWith("steps that end in squares of one size");
  }

  @Test
  void refusesAnImpossibleScale() {
    List<Problem> problems =
        read("steps = [{ type = random-resized-crop, scale = [0.5, 0.2] }]").found;
    assertThat(problems).singleElement().asString().contains("scale: [0.5,0.2] (expected: [least");
  }

  /** Checksums of what PIL 9.4 makes of the same pictures. */
  @ParameterizedTest
  @CsvSource({
    "BILINEAR, 40, 30, 17, 13, a6d784be",
    "BILINEAR, 7, 5, 40, 31, 6adcc6c3",
    "BILINEAR, 1, 9, 3, 2, a251d712",
    "BILINEAR, 300, 2, 5, 2, de903995",
    "BICUBIC, 40, 30, 17, 13, 7b1a8c71",
    "BICUBIC, 7, 5, 40, 31, 6a0f9ae8",
    "BICUBIC, 1, 9, 3, 2, c4b12043",
    "BICUBIC, 300, 2, 5, 2, e5e131df",
    "LANCZOS, 40, 30, 17, 13, 851860be",
    "LANCZOS, 7, 5, 40, 31, 84f04a80",
    "LANCZOS, 50, 37, 50, 11, a4f346ed",
    "LANCZOS, 300, 2, 5, 2, b28a1725"
  })
  void resamplesAsPilDoes(
      Filter filter, int width, int height, int newWidth, int newHeight, String checksum) {
    Box whole = new Box(0, 0, width, height);
    CRC32 sum = new CRC32();
    sum.update(
        Resampler.resize(Pictures.busy(width, height), whole, newWidth, newHeight, filter).rgb());
    assertThat(sum.getValue()).isEqualTo(Long.parseLong(checksum, 16));
  }

  private record Read(ViewRecipe recipe, List<Problem> found) {}

  private static Read read(String hocon) {
    Problems problems = new Problems();
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "view", problems);
    return new Read(Views.read(section), problems.all());
  }
}
