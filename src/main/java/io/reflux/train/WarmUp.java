package io.reflux.train;

import io.reflux.setting.Span;

/**
 * A linear warm-up in front of a schedule: step t of the first W (t from 0) takes (t + 1) / W of
 * what the schedule says; from step W - 1 on, the whole of it. A span of 0 means none.
 *
 * <p>The schedule's own clock runs from the first step, warm-up included. (Goyal et al.: Accurate,
 * Large Minibatch SGD, 2017, raise the rate in such equal steps.)
 *
 * @param span how long it takes
 * @param then the schedule
 */
record WarmUp(Span span, Schedule then) implements Schedule {

  @Override
  public Span warmUp() {
    return span;
  }

  @Override
  public double factor(long step, TrainingLength training) {
    long steps = span.inSteps(training.stepsPerEpoch());
    double share = step + 1 < steps ? (step + 1) / (double) steps : 1;
    return share * then.factor(step, training);
  }
}
