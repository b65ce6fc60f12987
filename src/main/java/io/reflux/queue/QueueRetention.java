package io.reflux.queue;

import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunLock;
import io.reflux.setting.InputException;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the directories of runs that were done long ago; never of one that isn't done. */
final class QueueRetention {
  private static final Logger LOG = LoggerFactory.getLogger(QueueRetention.class);

  private final QueueFolder folder;
  private final int keep;

  /**
   * For one queue.
   *
   * @param keep so many done runs keep their directories; 0 for all
   */
  QueueRetention(QueueFolder folder, int keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /** Removes those beyond, the oldest first; answers which. */
  List<QueueEntry> apply(Collection<QueueEntry> entries) {
    if (keep == 0) {
      return List.of();
    }
    List<QueueEntry> done =
        entries.stream()
            .filter(entry -> entry.state() == EntryState.DONE)
            .filter(entry -> Files.isRegularFile(folder.run(entry.name()).summary()))
            .sorted(Comparator.comparingLong(this::doneAt))
            .toList();
    List<QueueEntry> removed = new ArrayList<>();
    for (QueueEntry entry : done.subList(0, Math.max(0, done.size() - keep))) {
      if (remove(folder.run(entry.name()))) {
        removed.add(entry);
      }
    }
    return removed;
  }

  private long doneAt(QueueEntry entry) {
    return folder.run(entry.name()).summary().toFile().lastModified();
  }

  private static boolean remove(RunDirectory run) {
    try {
      RunLock lock = RunLock.take(run);
      try {
        FolderRemoval.of(run.root());
      } finally {
        lock.close();
      }
      LOG.info("{} is removed: it was done, and others are newer", run.root());
      return true;
    } catch (IOException | UncheckedIOException | InputException e) {
      LOG.warn("{} stays", run.root(), e);
      return false;
    }
  }
}
