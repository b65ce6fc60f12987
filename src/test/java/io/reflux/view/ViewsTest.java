package io.reflux.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.intake.Picture;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problem;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {

  @Test
  void everyStepBuildsFromItsDefaults() {
    Picture picture = picture(40, 30);
    assertThat(Views.CATALOGUE.names()).isNotEmpty();
    for (String name : Views.CATALOGUE.names()) {
      Picture before = new Picture(40, 30, picture.rgb().clone());
      Picture after = Views.CATALOGUE.withDefaults(name).apply(picture, Chance.of(1).draws());
      assertThat(after.pixels()).isPositive();
      assertThat(picture.rgb()).isEqualTo(before.rgb());
    }
  }

  @Test
  void aViewDependsOnItsKeyOnly() {
    ViewRecipe recipe =
        read("steps = [{ type = random-resized-crop, side = 16 }, { type = flip }]").recipe;
    Picture picture = picture(50, 37);
    byte[] first = recipe.view(picture, Chance.of(4).at(2)).rgb();

    assertThat(recipe.side()).isEqualTo(16);
    assertThat(recipe.view(picture, Chance.of(4).at(2)).rgb()).isEqualTo(first);
    assertThat(recipe.view(picture, Chance.of(4).at(3)).rgb()).isNotEqualTo(first);
  }

  @Test
  void aStepMoreLeavesTheDrawsOfTheOthers() {
    String crop = "{ type = random-resized-crop, side = 16 }";
    Picture picture = picture(50, 37);
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

  private record Read(ViewRecipe recipe, List<Problem> found) {}

  private static Read read(String hocon) {
    Problems problems = new Problems();
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "view", problems);
    return new Read(Views.read(section), problems.all());
  }

  private static Picture picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 31 + i / 7);
    }
    return new Picture(width, height, rgb);
  }
}
