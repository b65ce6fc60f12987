package io.reflux.stage;

/**
 * What became of a task in a run that has failed.
 *
 * @param task its name
 * @param word {@code done}, {@code failed}, {@code stopped} or {@code not begun}
 * @param why a sentence for people; empty for a task that is done
 */
public record TaskFate(String task, String word, String why) {}
