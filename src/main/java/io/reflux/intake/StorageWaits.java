package io.reflux.intake;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The readings that wait for their storage now, by what they read; each is logged once. */
public final class StorageWaits implements StorageListener {
  private static final Logger LOG = LoggerFactory.getLogger(StorageWaits.class);

  private final Map<String, StorageWait> waiting = new ConcurrentHashMap<>();

  @Override
  public void waiting(StorageWait wait) {
    if (waiting.put(wait.location(), wait) == null) {
      LOG.warn("{}", wait);
    }
  }

  @Override
  public void ended(StorageWait wait) {
    if (waiting.remove(wait.location()) != null) {
      LOG.warn("no longer {}", wait);
    }
  }

  /** The one that has waited longest, if any waits. */
  public Optional<StorageWait> longest() {
    return waiting.values().stream().min(Comparator.comparing(StorageWait::since));
  }
}
