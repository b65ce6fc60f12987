package io.reflux.dataset;

/** Examples without classes: all have the same label. */
public interface Unclassified extends Dataset {
  @Override
  default int classes() {
    return 1;
  }

  @Override
  default int label(int id) {
    return 0;
  }

  @Override
  default String className(int label) {
    return UNLABELLED;
  }
}
