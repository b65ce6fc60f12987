package io.reflux.dataset;

import java.util.List;

/** The answers of a dataset that has the class of each example in an array. */
abstract class LabelledFiles implements Dataset {
  private final int[] labels;
  private final List<String> classNames;
  private final int[] classIds;

  /**
   * Keeps the arrays, which are not to be changed once examples are asked for.
   *
   * @param classIds the number of each class in the dataset's own count
   */
  LabelledFiles(int[] labels, List<String> classNames, int[] classIds) {
    this.labels = labels;
    this.classNames = List.copyOf(classNames);
    this.classIds = classIds;
  }

  @Override
  public final int size() {
    return labels.length;
  }

  @Override
  public final int classes() {
    return classNames.size();
  }

  @Override
  public final int label(int id) {
    return labels[id];
  }

  @Override
  public final String className(int label) {
    return classNames.get(label);
  }

  @Override
  public final int classId(int label) {
    return classIds[label];
  }
}
