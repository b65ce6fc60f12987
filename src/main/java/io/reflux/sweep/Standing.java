package io.reflux.sweep;

import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunSummary;
import io.reflux.rundir.TaskSummary;
import io.reflux.setting.InputException;
import java.util.List;
import java.util.Optional;

/**
 * Where a trial stands.
 *
 * @param trial the trial
 * @param state {@code done}, {@code failed}, {@code running} … in a word
 * @param sentences what is to be said of that
 * @param score what it came to so far
 * @param seconds time spent; 0 while it isn't done
 * @param cacheHits teacher answers that were read from the cache
 * @param cacheMisses teacher answers that were computed
 */
public record Standing(
    Trial trial,
    String state,
    List<String> sentences,
    Optional<Judge.Score> score,
    double seconds,
    long cacheHits,
    long cacheMisses) {
  static final String DROPPED = "dropped";
  private static final String DONE = "done";

  static Standing of(Trial trial, RunDirectory run, Judge judge) {
    List<RunSummary> summaries = summaries(run);
    List<TaskSummary> tasks = summaries.stream().flatMap(each -> each.tasks().stream()).toList();
    return new Standing(
        trial,
        summaries.isEmpty() ? (run.isBegun() ? "left" : "waiting") : DONE,
        List.of(),
        judge.of(run),
        summaries.stream().mapToDouble(RunSummary::seconds).sum(),
        tasks.stream().mapToLong(TaskSummary::cacheHits).sum(),
        tasks.stream().mapToLong(TaskSummary::cacheMisses).sum());
  }

  private static List<RunSummary> summaries(RunDirectory run) {
    List<RunDirectory> seeds = run.seeds();
    try {
      return (seeds.isEmpty() ? List.of(run) : seeds)
          .stream().flatMap(one -> one.readSummary().stream()).toList();
    } catch (InputException e) {
      return List.of(); // a damaged one is made again when the run goes on
    }
  }

  /** The same as a queue has it, unless the run is done. */
  Standing in(String word, List<String> said) {
    return isDone() || word.isEmpty()
        ? this
        : new Standing(trial, word, said, score, seconds, cacheHits, cacheMisses);
  }

  /** True if nothing is left to do: it is done, or was dropped for better ones. */
  public boolean isSettled() {
    return isDone() || state.equals(DROPPED);
  }

  /** True if the whole run is done. */
  public boolean isDone() {
    return state.equals(DONE);
  }
}
