package io.reflux.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a training shows when it isn't going well, each told once, in words, with what to try: a
 * loss that doesn't fall, a rate that has died, a student that stays far below its teacher,
 * evaluations that take longer than the training between them. The bounds are rules of thumb;
 * nothing is done about it.
 */
final class Symptoms {
  /** A loss is looked at over so many steps, at first and after two epochs. */
  private static final int WINDOW = 50;

  private static final int FIRST_LOOK = 4 * WINDOW;

  /** A loss has fallen if it is lower by this share of what it was. */
  private static final double FALLEN = 0.02;

  /** A rate is dead below this share of the largest so far, with a quarter of the steps to come. */
  private static final double DEAD = 1e-4;

  private static final double TO_COME = 0.25;

  /** A student is far below its teacher with less than this share of what that has. */
  private static final double FAR = 0.8;

  /** It is flat if its best so far is not better by this share of the teacher's in so many. */
  private static final double BETTER = 0.01;

  private static final int FLAT = 3;

  private final Training training;
  private final Consumer<String> tell;
  private final Set<String> told = new HashSet<>();
  private final Map<String, Losses> losses = new HashMap<>();
  private final Map<String, Double> highestRates = new HashMap<>();
  private final Map<String, Curve> curves = new HashMap<>();
  private double teacher = Double.NaN;

  /**
   * What is known of a training before it begins.
   *
   * @param steps all that it has
   * @param stepsPerEpoch those of an epoch
   * @param fromStep steps taken before this attempt
   * @param best the metric that picks the best epoch
   */
  record Training(long steps, int stepsPerEpoch, long fromStep, String best) {}

  /** The first losses of a student, and the latest. */
  private static final class Losses {
    private final Deque<Double> latest = new ArrayDeque<>();
    private double first;

    void add(double loss, long taken) {
      first += taken <= WINDOW ? loss / WINDOW : 0;
      latest.addLast(loss);
      if (latest.size() > WINDOW) {
        latest.removeFirst();
      }
    }

    double now() {
      return latest.stream().mapToDouble(each -> each).average().orElse(0);
    }
  }

  /** The best of a student's evaluations, and for how many there was no better one. */
  private record Curve(double best, int flat) {}

  /** Of a training of which nothing is known but how long it is. */
  Symptoms(Training training, Consumer<String> tell) {
    this.training = training;
    this.tell = tell;
  }

  /** A teacher has been measured; of several, the best one counts. */
  void teacher(Map<String, Double> metrics) {
    Double value = metrics.get(training.best());
    if (value != null) {
      teacher = Double.isNaN(teacher) ? value : Math.max(teacher, value);
    }
  }

  /** A student has taken a step. */
  void step(String student, long step, double loss, double rate) {
    loss(student, step, loss);
    rate(student, step, rate);
  }

  private void loss(String student, long step, double loss) {
    if (training.fromStep() > 0) {
      return; // how it began isn't known any more
    }
    Losses own = losses.computeIfAbsent(student, each -> new Losses());
    own.add(loss, step);
    if (step != Math.max(FIRST_LOOK, 2L * training.stepsPerEpoch())) {
      return;
    }
    double now = own.now();
    if (own.first - now < FALLEN * Math.abs(own.first)) {
      once(
          "loss " + student,
          String.format(
              "%s: the loss was %.4g at first and is %.4g after %,d steps: it doesn't fall. Try a"
                  + " learning rate ten times higher or lower, or look at the batches (classes,"
                  + " images of each)",
              student, own.first, now, step));
    }
  }

  private void rate(String student, long step, double rate) {
    double highest = highestRates.merge(student, rate, Math::max);
    long left = training.steps() - step;
    if (step - training.fromStep() > WINDOW
        && rate <= DEAD * highest
        && left > TO_COME * training.steps()) {
      once(
          "rate " + student,
          String.format(
              "%s: the learning rate is %.2g from step %,d on, with %,d steps to come: hardly"
                  + " anything is learned any more. Look at schedule (milestones, gamma) and"
                  + " optimizer.lr",
              student, rate, step, left));
    }
  }

  /** A student has been evaluated. */
  void evaluated(String student, int epoch, Map<String, Double> metrics) {
    Double value = metrics.get(training.best());
    if (value == null || Double.isNaN(teacher)) {
      return;
    }
    Curve before = curves.getOrDefault(student, new Curve(Double.NEGATIVE_INFINITY, -1));
    boolean better = value > before.best() + BETTER * teacher;
    Curve now = new Curve(Math.max(value, before.best()), better ? 0 : before.flat() + 1);
    curves.put(student, now);
    if (now.flat() >= FLAT && now.best() < FAR * teacher) {
      once(
          "below " + student,
          String.format(
              "%s: %s is %.1f at best by epoch %d, the teacher's is %.1f, and the last %d"
                  + " evaluations brought nothing. Try another learning rate, another loss, a larger"
                  + " student; do both see the images as they expect them?",
              student, training.best(), 100 * now.best(), epoch, 100 * teacher, now.flat()));
    }
  }

  /** Students are to be evaluated while the evaluation before isn't through yet. */
  void evaluationsWait(int waiting) {
    once(
        "evaluations",
        String.format(
            "evaluations take longer than the training between them: %d wait, and checkpoints with"
                + " them. Try evaluate { every = … } less often, fewer images (evaluate.data),"
                + " a larger evaluate.batch-size, or another device",
            waiting));
  }

  private void once(String what, String sentence) {
    if (told.add(what)) {
      tell.accept(sentence);
    }
  }
}
