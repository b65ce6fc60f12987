package io.reflux.dataset;

import java.io.IOException;
import java.util.Optional;

/**
 * The examples of one split, indexed from 0. Immutable; {@link #read} may be called from many
 * threads at once.
 */
public interface Dataset {
  /** What the class of images without labels is called. */
  String UNLABELLED = "(no class)";

  /** False if nobody knows what the images show; all are then of one class, which says nothing. */
  default boolean labelled() {
    return classes() != 1 || !className(0).equals(UNLABELLED);
  }

  /** How many examples there are. */
  int size();

  /** How many classes there are. */
  int classes();

  /** The class of an example, 0 to {@link #classes()} - 1. */
  int label(int id);

  /** The name of a class, as its folder or its list calls it. */
  String className(int label);

  /**
   * The number that a class has in the dataset's own count, over all splits; where it has none, its
   * label.
   */
  default int classId(int label) {
    return label;
  }

  /** The path of an example's file inside the folder or archive, for messages. */
  String name(int id);

  /** Where an example's bytes lie, for messages about the storage: its path, from the root on. */
  default String location(int id) {
    return name(id);
  }

  /** What is known of an example's file without reading it. */
  default FileFacts facts(int id) {
    return FileFacts.NONE;
  }

  /** The part of the image that the example is; empty for all of it. */
  default Optional<Region> region(int id) {
    return Optional.empty();
  }

  /**
   * The bytes of an example's file, undecoded.
   *
   * @throws DamagedFileException if what is there is no file, or not the one that was written
   * @throws IOException if they cannot be read now; its message says why
   */
  byte[] read(int id) throws IOException;

  /** The class of every example, in order. */
  default int[] labels() {
    int[] labels = new int[size()];
    for (int id = 0; id < labels.length; id++) {
      labels[id] = label(id);
    }
    return labels;
  }
}
