package io.reflux.rundir;

/**
 * One process's work on a run, from its start or resumption on.
 *
 * @param journal where it is written down what happens to the run
 * @param allowance what whoever started it agrees to
 */
public record RunAttempt(RunJournal journal, Allowance allowance) {}
