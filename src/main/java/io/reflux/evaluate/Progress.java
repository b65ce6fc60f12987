package io.reflux.evaluate;

/** Is told how far long work is. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, all) -> {};

  /** So much of it is done. */
  void at(long done, long all);
}
