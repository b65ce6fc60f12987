package io.reflux.evaluate;

/** Rows of numbers, each with the class of what it was made of. */
public interface LabelledVectors extends Vectors {

  /** The class of each row; treated as read-only. */
  int[] labels();
}
