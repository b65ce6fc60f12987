package io.reflux.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The examples of one split, indexed from 0. Immutable; {@link #read} may be called from many
 * threads at once.
 */
public interface Dataset {

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

  /**
   * The bytes of an example's file, undecoded.
   *
   * @throws IOException if they cannot be read; its message says why
   */
  byte[] read(int id) throws IOException;

  /**
   * The same bytes, perhaps where they lie: read-only, from position 0 to the limit, big-endian.
   *
   * @throws IOException as {@link #read}
   */
  default ByteBuffer bytes(int id) throws IOException {
    return ByteBuffer.wrap(read(id));
  }

  /** The class of every example, in order. */
  default int[] labels() {
    int[] labels = new int[size()];
    for (int id = 0; id < labels.length; id++) {
      labels[id] = label(id);
    }
    return labels;
  }
}
