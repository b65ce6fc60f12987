package io.reflux.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.chance.Chance;
import io.reflux.intake.Box;
import io.reflux.intake.Cutout;
import io.reflux.intake.Picture;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewRecipeTest {
  private static final int SIDE = 12;
  private static final Picture PICTURE = Pictures.busy(31, 23);

  private static final ViewRecipe TRAINING =
      new ViewRecipe(
          List.of(
              Pictures.step("random-resized-crop", "side = " + SIDE),
              Pictures.step("flip", ""),
              Pictures.step("color-jitter", "hue = 0.1"),
              Pictures.step("grayscale", "probability = 0.2"),
              Pictures.step("gaussian-blur", ""),
              Pictures.step("flip", "")),
          SIDE);

  @Test
  void viewsAreTheSameInAnyOrderAndOnAnyThread() {
    Map<Integer, byte[]> forward = new HashMap<>();
    List<Integer> keys = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
    keys.forEach(key -> forward.put(key, view(key)));
    Collections.reverse(keys);
    keys.forEach(key -> assertThat(view(key)).isEqualTo(forward.get(key)));
    Map<Integer, byte[]> parallel = new ConcurrentHashMap<>();
    keys.parallelStream().forEach(key -> parallel.put(key, view(key)));
    forward.forEach((key, view) -> assertThat(parallel.get(key)).isEqualTo(view));
    Set<List<Byte>> different = new HashSet<>();
    forward.values().forEach(view -> different.add(boxed(view)));
    assertThat(different).hasSizeGreaterThan(190);
  }

  /** A flip is done by the step before it where that is cheaper; nobody can tell. */
  @Test
  void eachStepDrawsByItsOwnPlace() {
    for (int key = 0; key < 100; key++) {
      Picture stepByStep = PICTURE;
      Chance chance = Chance.of(key);
      for (int i = 0; i < TRAINING.steps().size(); i++) {
        stepByStep = TRAINING.steps().get(i).apply(stepByStep, chance.at(i).draws());
      }
      assertThat(TRAINING.view(PICTURE, chance).rgb()).isEqualTo(stepByStep.rgb());
    }
  }

  @Test
  void thePartThatIsNeededIsEnough() {
    for (int key = 0; key < 100; key++) {
      Chance chance = Chance.of(key);
      Box box = TRAINING.needed(PICTURE.width(), PICTURE.height(), chance);
      Cutout part =
          new Cutout(
              Resampler.crop(PICTURE, box),
              box.left(),
              box.top(),
              PICTURE.width(),
              PICTURE.height());
      assertThat(TRAINING.view(part, chance).rgb()).isEqualTo(TRAINING.view(PICTURE, chance).rgb());
    }
  }

  @Test
  void withoutStepsAPictureIsItsOwnView() {
    ViewRecipe none = new ViewRecipe(List.of(), 5);
    Picture square = Pictures.busy(5, 5);
    assertThat(none.view(square, Chance.of(1)).rgb()).isEqualTo(square.rgb());
    assertThat(none.needed(7, 9, Chance.of(1))).isEqualTo(new Box(0, 0, 7, 9));
    assertThatThrownBy(() -> none.view(PICTURE, Chance.of(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("view of 31×23 (expected: 5×5)");
  }

  @Test
  void equalTextsMeanEqualViews() {
    ViewRecipe same = new ViewRecipe(List.copyOf(TRAINING.steps()), SIDE);
    assertThat(same).hasToString(TRAINING.toString()).isEqualTo(TRAINING);
    for (Step step : TRAINING.steps()) {
      List<Step> others = new ArrayList<>(TRAINING.steps());
      others.remove(step);
      assertThat(new ViewRecipe(others, SIDE).toString()).isNotEqualTo(TRAINING.toString());
    }
  }

  private static byte[] view(int key) {
    return TRAINING.view(PICTURE, Chance.of(9).at(key)).rgb();
  }

  private static List<Byte> boxed(byte[] bytes) {
    List<Byte> boxed = new ArrayList<>();
    for (byte each : bytes) {
      boxed.add(each);
    }
    return boxed;
  }
}
