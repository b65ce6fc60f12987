package io.reflux.intake;

/** Is told, by the thread that reads, when a storage fails and when it is back. */
public interface StorageListener {
  /** Tells nobody. */
  StorageListener NONE =
      new StorageListener() {
        @Override
        public void waiting(StorageWait wait) {}

        @Override
        public void ended(StorageWait wait) {}
      };

  /** A reading has failed once more and is tried again after a delay. */
  void waiting(StorageWait wait);

  /** A reading that has waited does so no longer: it succeeded, or was given up. */
  void ended(StorageWait wait);
}
