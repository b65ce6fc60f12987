package io.reflux.evaluate;

/** Rows of numbers that are read a stretch at a time: from memory, or from a mapped file. */
public interface Vectors {

  /** How many rows there are. */
  int count();

  /** How many numbers a row has. */
  int size();

  /**
   * Copies a stretch of rows.
   *
   * @param first the first row
   * @param rows how many rows
   * @param target where to put them, row-major, from index 0
   */
  void read(int first, int rows, float[] target);
}
