package io.reflux.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.Picture;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every step of the catalogue promises, and the pixels that it has always made. */
class EveryStepTest {
  private static final List<int[]> SIZES =
      List.of(
          new int[] {1, 1},
          new int[] {2, 5},
          new int[] {40, 30},
          new int[] {30, 40},
          new int[] {33, 33},
          new int[] {90, 2});

  /**
   * A step, its settings, and the CRC-32 of what it makes of a busy picture of 40×30 under ten
   * keys. A cache replays a teacher's answers to views by their keys: a key's view must never
   * change.
   */
  private static final String KNOWN =
      """
      random-resized-crop | side = 16 | 7199ef12
      random-resized-crop | side = 24, scale = [0.2, 1], filter = bicubic | ae706257
      resize | side = 20 | d5e85e20
      resize | side = 17, square = true, filter = lanczos | 9bffca71
      center-crop | side = 20 | d0797b66
      center-crop | side = 36 | 1ee21105
      random-crop | side = 20 | 4493b62d
      flip | | d06f8bb8
      color-jitter | | 36ba7dce
      color-jitter | brightness = 0.8, saturation = 0, hue = 0.5, probability = 1 | 7abab0c2
      grayscale | | 7e114ae9
      gaussian-blur | | 8d03cd2c
      gaussian-blur | radius = [0.1, 2], probability = 1 | a16ebf45
      rotate | | 1655af99
      bgr | | a768f0c5
      invert | | 35e54e36
      solarize | probability = 1 | 2812140f
      random-erase | probability = 1 | b9cf7929
      rand-augment | | 7c2da146
      trivial-augment-wide | | 93c081db
      aug-mix | | 9498193e
      aug-mix | alpha = 0.5, depth = 2 | b2a2aef3
      """;

  private record Known(String name, String settings, String checksum) {
    static Known of(String[] cells) {
      return new Known(cells[0].strip(), cells[1].strip(), cells[2].strip());
    }

    Step step() {
      return Pictures.step(name, settings);
    }

    @Override
    public String toString() {
      return name + " " + settings;
    }
  }

  static Stream<Known> steps() {
    return KNOWN.lines().map(line -> Known.of(line.split("\\|", -1)));
  }

  @Test
  void noStepIsLeftOut() {
    assertThat(steps().map(Known::name).distinct())
        .containsExactlyElementsOf(Views.CATALOGUE.names());
  }

  @Test
  void everyStepBuildsFromItsDefaults() {
    for (String name : Views.CATALOGUE.names()) {
      Step step = Views.CATALOGUE.withDefaults(name);
      Picture after = step.apply(Pictures.busy(8, 6), Chance.of(1).draws());
      assertThat(after.pixels()).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aKeysPixelsOfTodayAreThoseOfEveryDay(Known known) {
    CRC32 sum = new CRC32();
    for (int key = 0; key < 10; key++) {
      Chance chance = Chance.of(42).at("view").at(key);
      sum.update(known.step().apply(Pictures.busy(40, 30), chance.draws()).rgb());
    }
    assertThat(Long.toHexString(sum.getValue())).isEqualTo(known.checksum);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void squaresHaveTheSideThatTheStepAnnounces(Known known) {
    Step step = known.step();
    for (int[] size : SIZES) {
      Picture after = step.apply(Pictures.busy(size[0], size[1]), Chance.of(1).draws());
      int announced = step.sideAfter(size[0] == size[1] ? size[0] : Step.ANY_SIDE);
      if (announced != Step.ANY_SIDE) {
        assertThat(List.of(after.width(), after.height())).containsOnly(announced);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void thePictureGivenIsLeftAsItIs(Known known) {
    for (int[] size : SIZES) {
      Picture picture = Pictures.busy(size[0], size[1]);
      known.step().apply(picture, Chance.of(2).draws());
      assertThat(picture.rgb()).isEqualTo(Pictures.busy(size[0], size[1]).rgb());
    }
  }

  /** The part that a step says it needs is enough, wherever it was cut from. */
  @ParameterizedTest
  @MethodSource("steps")
  void thePartThatIsNeededIsEnough(Known known) {
    Step step = known.step();
    for (int key = 0; key < 20; key++) {
      Chance chance = Chance.of(key);
      for (int[] size : SIZES) {
        Picture whole = Pictures.busy(size[0], size[1]);
        Box box = step.needed(size[0], size[1], chance.draws());
        Picture part = Resampler.crop(whole, box);
        Cutout cutout = new Cutout(part, box.left(), box.top(), size[0], size[1]);
        assertThat(step.applyTo(cutout, chance.draws(), false).rgb())
            .isEqualTo(step.apply(whole, chance.draws()).rgb());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepThatIsToldToMirrorMakesTheMirroredPicture(Known known) {
    Step step = known.step();
    for (int key = 0; key < 20; key++) {
      Chance chance = Chance.of(key);
      for (int[] size : SIZES) {
        Picture whole = Pictures.busy(size[0], size[1]);
        Picture mirrored = step.applyTo(Cutout.whole(whole), chance.draws(), true);
        assertThat(mirrored.rgb())
            .isEqualTo(Flip.mirrored(step.apply(whole, chance.draws())).rgb());
      }
    }
  }
}
