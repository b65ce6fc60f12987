package io.reflux.task;

import io.reflux.dataset.Dataset;

/** Examples without pictures, whose label is their number modulo the number of classes. */
record NumberedExamples(int size, int classes) implements Dataset {
  @Override
  public int label(int id) {
    return id % classes;
  }

  @Override
  public String className(int label) {
    return "class " + label;
  }

  @Override
  public String name(int id) {
    return "example " + id;
  }

  @Override
  public byte[] read(int id) {
    return new byte[0];
  }
}
