package io.reflux.dataset;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The examples of one split: which files of a tree, and the class of each. */
final class ExampleIndex implements Dataset {
  private final FileTree tree;
  private final List<String> classNames;
  private final int[] files;
  private final int[] labels;

  private ExampleIndex(FileTree tree, List<String> classNames, int[] files, int[] labels) {
    this.tree = tree;
    this.classNames = classNames;
    this.files = files;
    this.labels = labels;
  }

  @Override
  public int size() {
    return files.length;
  }

  @Override
  public int classes() {
    return classNames.size();
  }

  @Override
  public int label(int id) {
    return labels[id];
  }

  @Override
  public String className(int label) {
    return classNames.get(label);
  }

  @Override
  public String name(int id) {
    return tree.names().path(files[id]);
  }

  @Override
  public byte[] read(int id) throws IOException {
    return tree.read(files[id]);
  }

  /** Gathers examples in their order. */
  static final class Builder {
    private final FileTree tree;
    private int[] files = new int[64];
    private int[] labels = new int[64];
    private int size;

    Builder(FileTree tree) {
      this.tree = tree;
    }

    /** Adds the example that a file is. */
    void add(int file, int label) {
      if (size == files.length) {
        files = Arrays.copyOf(files, size * 3 / 2);
        labels = Arrays.copyOf(labels, size * 3 / 2);
      }
      files[size] = file;
      labels[size++] = label;
    }

    /** The split, whose classes have these names. */
    Dataset build(List<String> classNames) {
      return new ExampleIndex(
          tree, List.copyOf(classNames), Arrays.copyOf(files, size), Arrays.copyOf(labels, size));
    }
  }
}
