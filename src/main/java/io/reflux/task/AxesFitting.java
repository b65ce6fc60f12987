package io.reflux.task;

import io.reflux.network.FrozenModel;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a memory gets the principal axes of what a teacher says, before the first step.
 *
 * @param memory the memory
 * @param settings whose axes are found, and how many
 * @param teacher loads the teacher
 */
record AxesFitting(String memory, AxesSurvey.Settings settings, Supplier<FrozenModel> teacher)
    implements Surveying {

  @Override
  public Survey survey(int epoch) {
    return new Survey(
        () -> new AxesSurvey(settings),
        state -> teacher,
        axes -> new Found(Map.of(), Map.of(memory, axes)));
  }
}
