package io.reflux.sweep;

import java.util.List;

/**
 * A task that is the same in several trials. It is done once, in a run of its own beside theirs,
 * and they take what it has left.
 *
 * @param name its pipeline file's and its run directory's: {@code 000-source}
 * @param task the task
 * @param digest the SHA-256 of all keys that its numbers depend on
 * @param needs the names of those that it needs
 */
public record SharedTask(String name, String task, String digest, List<String> needs) {
  /** Copies the list. */
  public SharedTask {
    needs = List.copyOf(needs);
  }
}
