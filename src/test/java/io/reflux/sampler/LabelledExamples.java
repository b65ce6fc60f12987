package io.reflux.sampler;

import io.reflux.dataset.Dataset;
import java.util.Arrays;

/** Examples that are labels only. */
public record LabelledExamples(int[] labels) implements Dataset {
  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int classes() {
    return Arrays.stream(labels).max().orElse(-1) + 1;
  }

  @Override
  public int label(int id) {
    return labels[id];
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
    throw new UnsupportedOperationException("labels only");
  }

  int count(int label) {
    return (int) Arrays.stream(labels).filter(l -> l == label).count();
  }
}
