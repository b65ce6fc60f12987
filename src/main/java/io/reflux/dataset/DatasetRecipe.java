package io.reflux.dataset;

/** How to find and read one dataset: what its section of a pipeline file says, checked. */
public interface DatasetRecipe {

  /**
   * Reads the index: lists and file names, no image.
   *
   * @throws DatasetException if something is missing or does not fit; the message says what, where
   *     and what was expected
   */
  Splits open();
}
