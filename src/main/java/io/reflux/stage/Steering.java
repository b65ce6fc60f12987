package io.reflux.stage;

import java.time.Duration;
import java.util.Optional;

/** What a run that is at work may be told from outside. */
public sealed interface Steering {

  /** Does what a visitor does with a command of its kind. */
  <R> R visit(Visitor<R> visitor);

  /** How long the run may take to end, if it is to end; empty if not. */
  default Optional<Duration> ending() {
    return Optional.empty();
  }

  /** True if it is never for all tasks alike: where several are at work, one has to be named. */
  default boolean isOfOneTask() {
    return false;
  }

  /** Something that is done with a command, a method for each kind. */
  interface Visitor<R> {
    /** With a pause. */
    R pause(Pause pause);

    /** With the end of a pause. */
    R resume(Resume resume);

    /** With a wish for a checkpoint. */
    R checkpoint(Checkpoint checkpoint);

    /** With a wish for an evaluation. */
    R evaluate(Evaluate evaluate);

    /** With another learning rate. */
    R learningRate(LearningRate learningRate);

    /** With the wish to stop. */
    R stop(Stop stop);
  }

  /** Let no further batch in; those in flight are trained on. */
  record Pause() implements Steering {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.pause(this);
    }
  }

  /** Go on after a pause. */
  record Resume() implements Steering {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.resume(this);
    }
  }

  /** Write a checkpoint after the next step that is let in; answered when it is sealed. */
  record Checkpoint() implements Steering {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.checkpoint(this);
    }
  }

  /** Evaluate the students as they are after the next step that is let in. */
  record Evaluate() implements Steering {
    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.evaluate(this);
    }
  }

  /**
   * Multiply what the schedule gives, from the next step that is let in on. It takes the place of
   * an earlier one: 1 is the schedule as it is.
   *
   * @param factor on every group's rate
   */
  record LearningRate(double factor) implements Steering {

    /**
     * Checks the factor.
     *
     * @throws IllegalArgumentException if the factor is not finite or not above 0
     */
    public LearningRate {
      if (!(factor > 0) || factor == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "learning-rate.factor: " + factor + " (expected: a finite number > 0)");
      }
    }

    @Override
    public boolean isOfOneTask() {
      return true;
    }

    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.learningRate(this);
    }
  }

  /**
   * End with a checkpoint.
   *
   * @param grace how long that may take; then the run ends with the last checkpoint that there is
   */
  record Stop(Duration grace) implements Steering {

    /**
     * Checks the grace.
     *
     * @throws IllegalArgumentException if it is below 0
     */
    public Stop {
      if (grace.isNegative()) {
        throw new IllegalArgumentException("stop.grace: " + grace + " (expected: >= 0 s)");
      }
    }

    @Override
    public Optional<Duration> ending() {
      return Optional.of(grace);
    }

    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.stop(this);
    }
  }
}
