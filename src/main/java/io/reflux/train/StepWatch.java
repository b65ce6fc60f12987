package io.reflux.train;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.Supplier;

/** Looks at the tensors of a step, as it comes to them. */
@FunctionalInterface
public interface StepWatch {
  /** Looks at nothing. */
  StepWatch NONE = (part, tensors) -> {};

  /** The parts of a step, in their order. */
  enum Part {
    /** All that the student was before the step. */
    BEFORE("before the step"),
    /** What the teachers said of the batch. */
    TEACHER("teacher's output"),
    /** What the network made of the images. */
    OUTPUT("output"),
    /** Batch norm's statistics and the like, which the way there moves. */
    BUFFER("buffer"),
    /** The loss and its terms. */
    LOSS("loss"),
    /** The gradients of parameters, in the order in which the way back comes to them. */
    GRADIENT("gradient"),
    /** What the optimizer remembers after the step. */
    OPTIMIZER("optimizer"),
    /** Weights, and what the method remembers, after the step. */
    WEIGHT("weight");

    private final String word;

    Part(String word) {
      this.word = word;
    }

    /** How it is shown. */
    public String word() {
      return word;
    }
  }

  /**
   * A step has come to a part.
   *
   * @param tensors its tensors by name, which may be read until this returns
   */
  void at(Part part, Supplier<Map<String, NDArray>> tensors);
}
