package io.reflux.rundir;

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

  /** True if the run may go on in spite of a change. */
  public boolean allows(Change change) {
    return !change.by().isEmpty() || kinds.contains(change.kind());
  }
}
