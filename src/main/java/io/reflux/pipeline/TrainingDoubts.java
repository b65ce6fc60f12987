package io.reflux.pipeline;

import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.intake.Picture;
import io.reflux.train.GroupSettings;
import io.reflux.train.OptimizerSettings;
import io.reflux.train.Schedule;
import io.reflux.train.TrainingLength;
import io.reflux.train.UpdateRule;
import io.reflux.view.ViewRecipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a training can do and hardly anybody wants: rates that never get where they are to, groups
 * that never move, views for evaluation that are drawn. Nothing fails by it, so it is said.
 */
final class TrainingDoubts {
  private static final int MOST_STEPS = 10_000;
  private static final int PATTERN_SIDE = 24;
  private static final int DRAWS = 8;

  private final StudentSpec student;
  private final TrainingLength length;

  private TrainingDoubts(StudentSpec student, TrainingLength length) {
    this.student = student;
    this.length = length;
  }

  /** A sentence for each. */
  static List<String> of(StudentSpec student, Learn learn, int stepsPerEpoch) {
    TrainingDoubts doubts =
        new TrainingDoubts(student, new TrainingLength(learn.epochs(), stepsPerEpoch));
    List<String> said = new ArrayList<>(doubts.ofRates());
    said.addAll(doubts.ofThreads());
    if (isDrawn(learn.views().test())) {
      said.add(
          "views.test: something in it is drawn for each image (expected: steps that do the same at"
              + " every evaluation, as resize and center-crop)");
    }
    return said;
  }

  private List<String> ofRates() {
    List<String> said = new ArrayList<>();
    OptimizerSettings optimizer = student.optimizer();
    long steps = (long) length.epochs() * length.stepsPerEpoch();
    double[] factors =
        LongStream.range(0, Math.min(steps, MOST_STEPS))
            .map(step -> steps <= MOST_STEPS ? step : step * steps / MOST_STEPS)
            .mapToDouble(step -> student.schedule().factor(step, length))
            .toArray();
    UpdateRule.Rates usual = optimizer.rule().usualRates();
    double rate = optimizer.base().learningRate();
    if (rate > 0 && usual.areFarFrom(rate)) {
      said.add(
          words(
              "optimizer.lr: %s (expected: something like %s, as is usual for this optimizer)"
                  .formatted(rate, usual.words())));
    }
    double most = IntStream.range(0, factors.length).mapToDouble(i -> factors[i]).max().orElse(1);
    boolean rises = student.schedule().warmUp().inSteps(length.stepsPerEpoch()) > steps;
    if (optimizer.base().learningRate() == 0
        && optimizer.groups().values().stream().allMatch(each -> each.learningRate() == 0)) {
      said.add(words("optimizer.lr: 0 (expected: > 0: no step changes a weight)"));
    } else if (rises) {
      said.add(
          words(
              "schedule.warm-up: longer than the training, so the rate comes to %.2g of lr at most"
                  .formatted(most)));
    } else if (most == 1 && isLeftForLater(factors, steps)) {
      said.add(
          words("schedule: the rate stays the same in all %,d steps".formatted(steps))
              + " (expected: that it moves before the training ends)");
    }
    for (Map.Entry<String, GroupSettings> group : optimizer.groups().entrySet()) {
      if (group.getValue().frozen().inSteps(length.stepsPerEpoch()) >= steps) {
        said.add(
            words(
                "optimizer.groups.%s.frozen: as long as the training: it never moves"
                    .formatted(group.getKey())));
      }
    }
    return said;
  }

  /** Whether a schedule that does nothing would do something were the training longer. */
  private boolean isLeftForLater(double[] factors, long steps) {
    Schedule schedule = student.schedule();
    return IntStream.range(0, factors.length).allMatch(i -> factors[i] == 1)
        && IntStream.range(1, MOST_STEPS).anyMatch(i -> schedule.factor(steps * i, length) != 1);
  }

  private List<String> ofThreads() {
    int cores = Runtime.getRuntime().availableProcessors();
    int threads = student.place().threads();
    return student.device().kind() == Device.Kind.CPU && threads > cores
        ? List.of(words("threads: %d (expected: at most the %d cores)".formatted(threads, cores)))
        : List.of();
  }

  private String words(String what) {
    return what + ", of " + student.name();
  }

  /** Whether two views of a picture differ. */
  private static boolean isDrawn(ViewRecipe view) {
    byte[] pattern = new byte[Picture.CHANNELS * PATTERN_SIDE * PATTERN_SIDE];
    IntStream.range(0, pattern.length).forEach(i -> pattern[i] = (byte) (i * i % 251));
    Picture picture = new Picture(PATTERN_SIDE, PATTERN_SIDE, pattern);
    Picture first = view.view(picture, Chance.of(0));
    return IntStream.rangeClosed(1, DRAWS)
        .mapToObj(i -> view.view(picture, Chance.of(i)))
        .anyMatch(other -> !Arrays.equals(first.rgb(), other.rgb()));
  }
}
