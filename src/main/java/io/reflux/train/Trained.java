package io.reflux.train;

import java.util.Optional;

/**
 * A student's answer to one batch.
 *
 * @param report what the step was like
 * @param snapshot the student right after the step, if it was asked for
 */
public record Trained(StepReport report, Optional<StudentState> snapshot) {}
