package io.reflux.train;

import java.util.List;

/** Looks at the gradients of a step, after they have been gathered and before they are used. */
@FunctionalInterface
public interface GradientWatch {
  /** Looks at nothing. */
  GradientWatch NONE = groups -> {};

  /** The parameters of the step, whose gradients may be read until this returns. */
  void gathered(List<ParameterGroup> groups);
}
