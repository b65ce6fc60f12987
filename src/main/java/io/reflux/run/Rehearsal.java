package io.reflux.run;

/**
 * One task of a pipeline up to a step, and nothing else.
 *
 * @param task the task
 * @param step its last step, from 1
 */
record Rehearsal(String task, long step) {}
