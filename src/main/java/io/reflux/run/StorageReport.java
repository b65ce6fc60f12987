package io.reflux.run;

import io.reflux.intake.StorageListener;
import io.reflux.intake.StorageWait;
import io.reflux.intake.StorageWaits;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunListener;
import java.util.Optional;

/**
 * Tells who listens to a run when its storage fails and when it is back: once each, however many
 * readings wait meanwhile. Called by the threads that read.
 */
final class StorageReport implements StorageListener {
  private final StorageWaits waits = new StorageWaits();
  private final RunListener listener;
  private boolean waiting;

  StorageReport(RunListener listener) {
    this.listener = listener;
  }

  @Override
  public synchronized void waiting(StorageWait wait) {
    waits.waiting(wait);
    if (!waiting) {
      waiting = true;
      listener.heard(new RunEvent.StorageFails(wait.toString()));
    }
  }

  @Override
  public synchronized void ended(StorageWait wait) {
    waits.ended(wait);
    Optional<StorageWait> longest = waits.longest();
    if (waiting && longest.isEmpty()) {
      waiting = false;
      listener.heard(new RunEvent.StorageAnswers());
    }
  }
}
