package io.reflux.rundir;

import io.reflux.pipeline.Pipeline;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * What whoever resumes a run agrees to.
 *
 * @param kinds what may be another thing than it was when the run began
 * @param assignments what the command line sets in the pipeline, as {@code data.root="/new"}
 * @param fromScratch whether a task of whose checkpoints none is whole may begin again
 */
public record Allowance(Set<ChangeKind> kinds, List<String> assignments, boolean fromScratch) {
  /** Nothing. */
  public static final Allowance NONE = new Allowance(Set.of(), List.of(), false);

  /** Copies the collections. */
  public Allowance {
    kinds = Set.copyOf(kinds);
    assignments = List.copyOf(assignments);
  }

  /**
   * Looks at all that has changed.
   *
   * @throws InputException if the run may not go on with it, with each in a line
   */
  public void check(RunDirectory directory, List<Change> changes) {
    List<Change> refused = changes.stream().filter(change -> !allows(change)).toList();
    if (!refused.isEmpty()) {
      throw new InputException(refusal(directory, refused));
    }
  }

  /**
   * Looks at what has changed in the pipeline of a run with several seeds, before any of them goes
   * on.
   *
   * @throws InputException if the run may not go on with it
   */
  public void checkSeeds(RunDirectory directory, Pipeline now) {
    try {
      check(
          directory, new PipelineChanges(directory, now, assignments).since(directory.pipeline()));
    } catch (IOException e) {
      throw new UncheckedIOException(directory.pipeline() + ": can't be read", e);
    }
  }

  private static String refusal(RunDirectory directory, List<Change> refused) {
    StringBuilder text = new StringBuilder(directory.root().toString());
    text.append(": not what the run began with (expected: the same, or");
    refused.stream()
        .map(change -> change.kind().word())
        .distinct()
        .forEach(word -> text.append(" --allow ").append(word));
    text.append(" to go on with what there is now)");
    refused.forEach(
        change ->
            text.append(String.format("%n  %s: %s", change.kind().word(), change.sentence())));
    return text.toString();
  }

  /** True if the run may go on in spite of a change. */
  private boolean allows(Change change) {
    return !change.by().isEmpty() || kinds.contains(change.kind());
  }
}
