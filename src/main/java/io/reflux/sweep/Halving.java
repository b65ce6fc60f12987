package io.reflux.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Successive halving (Jamieson and Talwalkar: Non-stochastic Best Arm Identification and
 * Hyperparameter Optimization, AISTATS 2016): all trials train for a few epochs, the better part of
 * them goes on, and so forth. Who goes on follows from what was measured up to a rung's epoch
 * alone, so it is the same however the trials were interrupted.
 *
 * @param factor of so many trials one goes on
 * @param rungs after which epochs it is decided, rising; none if there are too few trials or epochs
 */
record Halving(int factor, List<Integer> rungs) {
  /** Everybody trains to the end. */
  static final Halving NONE = new Halving(0, List.of());

  /**
   * The rungs of so many trials of so many epochs: the last one's epochs, divided again and again.
   */
  static Halving of(int factor, int trials, int epochs) {
    if (factor == 0) {
      return NONE;
    }
    List<Integer> rungs = new ArrayList<>();
    long divisor = factor;
    for (int left = trials / factor; left >= 1; left /= factor) {
      int rung = (int) ((epochs + divisor - 1) / divisor);
      if (rung < epochs && !rungs.contains(rung)) {
        rungs.add(0, rung);
      }
      divisor = Math.min(divisor * factor, Integer.MAX_VALUE);
    }
    return new Halving(factor, List.copyOf(rungs));
  }

  /** What is known of the trials. */
  interface Evidence {
    /** True if a trial has trained for so many epochs, and was measured, or trains no more. */
    boolean isIn(Trial trial, int epochs);

    /** What a trial came to in so many epochs. */
    OptionalDouble value(Trial trial, int epochs);
  }

  /**
   * Where all stand.
   *
   * @param rung the rung that is waited for, from 0; the number of rungs if none is left
   * @param members who trains for it
   */
  record Stand(int rung, List<Trial> members) {}

  /**
   * Looks who goes on.
   *
   * @param bestFirst the better of two values first
   */
  Stand now(List<Trial> trials, Evidence evidence, Comparator<Double> bestFirst) {
    List<Trial> members = trials;
    int rung = 0;
    while (rung < rungs.size() && areIn(members, rungs.get(rung), evidence)) {
      int epochs = rungs.get(rung);
      members =
          members.stream()
              .filter(trial -> evidence.value(trial, epochs).isPresent())
              .sorted(Comparator.comparing(t -> evidence.value(t, epochs).orElseThrow(), bestFirst))
              .limit(Math.max(1, members.size() / factor))
              .toList();
      rung++;
    }
    return new Stand(rung, members);
  }

  private static boolean areIn(List<Trial> members, int epochs, Evidence evidence) {
    return members.stream().allMatch(trial -> evidence.isIn(trial, epochs));
  }
}
