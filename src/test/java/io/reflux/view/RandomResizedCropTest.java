package io.reflux.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.intake.Box;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomResizedCropTest {
  private static final RandomResizedCrop PUBLISHED =
      new RandomResizedCrop(224, List.of(0.08, 1.0), List.of(0.75, 4 / 3.0), Filter.BILINEAR);

  @Test
  void boxesLieInsideAndHaveTheSharesAndShapesThatAreAllowed() {
    int width = 500;
    int height = 375;
    double shares = 0;
    int boxes = 20_000;
    // Up to two fifths of the area fit in every shape: none is drawn again.
    RandomResizedCrop crop =
        new RandomResizedCrop(224, List.of(0.08, 0.4), PUBLISHED.ratio(), Filter.BILINEAR);
    for (int key = 0; key < boxes; key++) {
      Draws draws = Chance.of(key).draws();
      Box box = crop.box(width, height, draws::nextDouble);
      assertThat(box.left()).isBetween(0, width - box.width());
      assertThat(box.top()).isBetween(0, height - box.height());
      double area = (double) box.width() * box.height();
      // Each side is rounded to a whole pixel.
      double rounding = 0.5 / box.width() + 0.5 / box.height() + 1e-4;
      assertThat(area / width / height).isBetween(0.08 * (1 - rounding), 0.4 * (1 + rounding));
      assertThat((double) box.width() / box.height())
          .isBetween(0.75 * (1 - rounding), 4 / 3.0 * (1 + rounding));
      shares += area / width / height / boxes;
    }
    assertThat(shares).isCloseTo(0.24, within(5 * 0.32 / Math.sqrt(12.0 * boxes)));
  }

  @Test
  void theFirstTryThatFitsIsTaken() {
    // A quarter of the area, as wide as high, in the middle of what is left.
    double quarter = (0.25 - 0.08) / 0.92;
    assertThat(PUBLISHED.box(100, 100, draws(quarter, 0.5, 0.5, 0.5)))
        .isEqualTo(new Box(25, 25, 50, 50));
    // The whole area in a shape of 4 : 3 is wider than the picture: drawn again.
    assertThat(PUBLISHED.box(100, 100, draws(1, 1, quarter, 0.5, 0, 0.999)))
        .isEqualTo(new Box(50, 0, 50, 50));
  }

  @ParameterizedTest
  @CsvSource({"100, 10, 43, 0, 13, 10", "10, 100, 0, 43, 10, 13", "100, 100, 0, 0, 100, 100"})
  void afterTenTriesTheLargestAllowedPartInTheMiddleIsTaken(
      int width, int height, int left, int top, int newWidth, int newHeight) {
    AtomicInteger asked = new AtomicInteger();
    Box box =
        PUBLISHED.box(
            width,
            height,
            () -> {
              // The whole area, at odd draws in the widest or the highest shape: it never fits.
              int draw = asked.getAndIncrement();
              return draw % 2 == 0 ? 1 : 0;
            });
    assertThat(box).isEqualTo(new Box(left, top, newWidth, newHeight));
    assertThat(asked.get()).isEqualTo(20);
  }

  @Test
  void aPixelIsEnough() {
    Draws draws = Chance.of(3).draws();
    for (int i = 0; i < 100; i++) {
      Box box = PUBLISHED.box(1, 1, draws::nextDouble);
      assertThat(box).isEqualTo(new Box(0, 0, 1, 1));
    }
  }

  @Test
  void placesAreDrawnEvenly() {
    RandomResizedCrop half =
        new RandomResizedCrop(8, List.of(0.25, 0.25), List.of(1.0, 1.0), Filter.BILINEAR);
    int[] lefts = new int[11];
    int boxes = 11_000;
    for (int key = 0; key < boxes; key++) {
      lefts[half.box(20, 20, Chance.of(key).draws()::nextDouble).left()]++;
    }
    for (int count : lefts) {
      assertThat((double) count).isCloseTo(1000, within(5 * Math.sqrt(1000)));
    }
  }

  private static DoubleSupplier draws(double... values) {
    AtomicInteger next = new AtomicInteger();
    return () -> values[next.getAndIncrement()];
  }
}
