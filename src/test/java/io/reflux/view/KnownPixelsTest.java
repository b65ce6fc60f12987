package io.reflux.view;

import static io.reflux.view.Pictures.colour;
import static io.reflux.view.Pictures.first;
import static io.reflux.view.Pictures.gray;
import static io.reflux.view.Pictures.step;
import static io.reflux.view.Pictures.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.intake.Picture;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each step does to pictures so small that a person can say what should come out. */
class KnownPixelsTest {
  private static final String TWO_BY_THREE = "1 2 3 / 4 5 6";

  @Test
  void aFlipExchangesLeftAndRight() {
    assertThat(done("flip", "probability = 1", TWO_BY_THREE)).isEqualTo("3 2 1 / 6 5 4");
    assertThat(done("flip", "probability = 0", TWO_BY_THREE)).isEqualTo(TWO_BY_THREE);
    assertThat(first(Flip.mirrored(colour(1, 2, 3)))).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({
    // a half is rounded to even, as Python does: from column 0 of 3 - 2, from row 2 of 5 - 2
    "2, 1 2 3 / 4 5 6, 1 2 / 4 5",
    "2, 1 / 2 / 3 / 4 / 5, 3 0 / 4 0",
    "1, 1 2 3 / 4 5 6 / 7 8 9, 5",
    "2, 1 2 3 4 / 5 6 7 8 / 9 10 11 12 / 13 14 15 16, 6 7 / 10 11",
    "3, 5, 0 0 0 / 0 5 0 / 0 0 0",
    "4, 1 2 3 / 4 5 6, 0 0 0 0 / 1 2 3 0 / 4 5 6 0 / 0 0 0 0"
  })
  void aCenterCropTakesTheMiddleOrAddsBlack(int side, String picture, String expected) {
    assertThat(done("center-crop", "side = " + side, picture)).isEqualTo(expected);
  }

  @Test
  void aRandomCropTakesEveryPlaceAndNoOther() {
    Step step = step("random-crop", "side = 2");
    Set<String> places = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      places.add(text(step.apply(gray("1 2 3 / 4 5 6 / 7 8 9"), Chance.of(i).draws())));
    }
    assertThat(places)
        .containsExactlyInAnyOrder("1 2 / 4 5", "2 3 / 5 6", "4 5 / 7 8", "5 6 / 8 9");
    assertThat(done("random-crop", "side = 2", "7")).isEqualTo("7 0 / 0 0");
  }

  @ParameterizedTest
  @CsvSource({
    // four pixels over two: their centres lie at a quarter and three quarters
    "4, true, bilinear, 0 100, 0 25 75 100 / 0 25 75 100 / 0 25 75 100 / 0 25 75 100",
    "1, true, bilinear, 0 100 / 200 100, 100",
    "3, true, bilinear, 30 60, 30 45 60 / 30 45 60 / 30 45 60",
    "1, false, bilinear, 8 8 8 / 8 8 8, 8"
  })
  void aResizeWeighsWhatLiesUnderEachPixel(
      int side, boolean square, String filter, String picture, String expected) {
    String settings = "side = " + side + ", square = " + square + ", filter = " + filter;
    assertThat(done("resize", settings, picture)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 20, 5, 5, 10",
    "20, 10, 5, 10, 5",
    "10, 10, 7, 7, 7",
    "3, 7, 2, 2, 4",
    "500, 375, 256, 341, 256"
  })
  void aResizeKeepsTheShape(int width, int height, int side, int newWidth, int newHeight) {
    Picture resized = step("resize", "side = " + side).apply(Pictures.busy(width, height), draws());
    assertThat(resized.width()).isEqualTo(newWidth);
    assertThat(resized.height()).isEqualTo(newHeight);
  }

  @ParameterizedTest
  @CsvSource({
    // a canvas that is not square stays as it is; what leaves it is lost
    "0, 1 2 3 / 4 5 6 / 7 8 9, 1 2 3 / 4 5 6 / 7 8 9",
    "1, 1 2 3 / 4 5 6 / 7 8 9, 3 6 9 / 2 5 8 / 1 4 7",
    "2, 1 2 3 / 4 5 6 / 7 8 9, 9 8 7 / 6 5 4 / 3 2 1",
    "3, 1 2 3 / 4 5 6 / 7 8 9, 7 4 1 / 8 5 2 / 9 6 3",
    "2, 1 2 3 / 4 5 6, 6 5 4 / 3 2 1",
    "1, 1 2 3 4 / 5 6 7 8, 0 3 7 0 / 0 2 6 0",
    "3, 1 2 3 4 / 5 6 7 8, 0 6 2 0 / 0 7 3 0"
  })
  void aRotationTurnsCounterClockwise(int quarters, String picture, String expected) {
    assertThat(done("rotate", "quarters = [" + quarters + "]", picture)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "255, 0, 0, 76",
    "0, 255, 0, 150",
    "0, 0, 255, 29",
    "255, 255, 255, 255",
    "7, 7, 7, 7"
  })
  void grayIsLuma(int red, int green, int blue, int gray) {
    Picture gone = step("grayscale", "probability = 1").apply(colour(red, green, blue), draws());
    assertThat(first(gone)).containsExactly(gray, gray, gray);
  }

  @Test
  void invertAndBgrChangeEachPixelAlone() {
    Picture one = colour(10, 0, 255);
    assertThat(first(step("invert", "").apply(one, draws()))).containsExactly(245, 255, 0);
    assertThat(first(step("bgr", "").apply(one, draws()))).containsExactly(255, 0, 10);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 5, 20, 50, 127",
    "1, 10, 40, 100, 255",
    "1.5, 15, 60, 150, 255",
    "0, 0, 0, 0, 0"
  })
  void brightnessBlendsWithBlack(float factor, int a, int b, int c, int d) {
    assertThat(text(Colors.brightness(gray("10 40 100 255"), factor)))
        .isEqualTo(a + " " + b + " " + c + " " + d);
  }

  /** The mean of 0, 100 and 201 is 100 and a third, and rounds to 100. */
  @ParameterizedTest
  @CsvSource({"0, 100, 100, 100", "0.5, 50, 100, 150", "1, 0, 100, 201", "2, 0, 100, 255"})
  void contrastBlendsWithTheMean(float factor, int a, int b, int c) {
    assertThat(text(Colors.contrast(gray("0 100 201"), factor))).isEqualTo(a + " " + b + " " + c);
  }

  /** The gray of (200, 100, 0) is a hair below 118.5. */
  @ParameterizedTest
  @CsvSource({"0, 118, 118, 118", "0.5, 159, 109, 59", "1, 200, 100, 0", "3, 255, 64, 0"})
  void saturationBlendsWithThePixelsOwnGray(float factor, int red, int green, int blue) {
    assertThat(first(Colors.saturation(colour(200, 100, 0), factor)))
        .containsExactly(red, green, blue);
  }

  /**
   * 85 of the 255 hues are a third of the circle; backwards they wrap at 256, as in the original.
   */
  @ParameterizedTest
  @CsvSource({
    "0.3334, 255, 0, 0, 0, 255, 0",
    "-0.3334, 255, 0, 0, 6, 0, 255",
    "0.3334, 0, 255, 0, 0, 0, 255",
    "0, 255, 0, 0, 255, 0, 0",
    "0.5, 90, 90, 90, 90, 90, 90",
    "0.5, 0, 0, 0, 0, 0, 0"
  })
  void hueTurnsRoundTheCircle(double turn, int r, int g, int b, int red, int green, int blue) {
    assertThat(first(Hue.turned(colour(r, g, b), turn))).containsExactly(red, green, blue);
  }

  @Test
  void jitterDrawsEveryAmountWhetherItIsUsedOrNot() {
    Picture picture = gray("10 100 200");
    for (int key = 0; key < 50; key++) {
      Draws draws = Chance.of(key).draws();
      double happens = draws.nextDouble();
      draws.shuffle(new int[] {0, 1, 2, 3});
      draws.nextDouble();
      float contrast = (float) (0.6 + 0.8 * draws.nextDouble());
      Picture jittered =
          step(
                  "color-jitter",
                  "brightness = 0, contrast = 0.4, saturation = 0, hue = 0, probability = 0.7")
              .apply(picture, Chance.of(key).draws());
      Picture expected = happens < 0.7 ? Colors.contrast(picture, contrast) : picture;
      assertThat(text(jittered)).isEqualTo(text(expected));
    }
  }

  private static String done(String name, String settings, String picture) {
    return text(step(name, settings).apply(gray(picture), draws()));
  }

  private static Draws draws() {
    return Chance.of(1).draws();
  }
}
