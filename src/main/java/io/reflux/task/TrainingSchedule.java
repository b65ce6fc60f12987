package io.reflux.task;

import io.reflux.stage.Timeouts;
import io.reflux.stream.Depths;

/**
 * When a task does what.
 *
 * @param agenda how long the task is, when it evaluates and writes checkpoints
 * @param fromStep steps done before, in an earlier attempt
 * @param plans what is trained on from there
 * @param depths how far the stages run ahead
 * @param timeouts how long answers may take
 */
record TrainingSchedule(
    Agenda agenda, long fromStep, TrainingPlans plans, Depths depths, Timeouts timeouts) {}
