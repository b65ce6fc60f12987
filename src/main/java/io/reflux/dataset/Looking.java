package io.reflux.dataset;

/** Hears what is looked at now, by whoever looks at much before there are stages to be watched. */
@FunctionalInterface
public interface Looking {
  /** Nobody is told. */
  Looking NONE = what -> {};

  /** From here on this is looked at: a file, or words for several. */
  void at(String what);
}
