package io.reflux.sampler;

import io.reflux.dataset.Dataset;

/** How batches are put together: what its section of a pipeline file says, checked. */
public interface SamplerRecipe {

  /** How many examples a batch has at most. */
  int batchSize();

  /** The most that any batch holds; by itself each example may be of any class. */
  default BatchRoom room() {
    return new BatchRoom(batchSize(), batchSize(), batchSize());
  }

  /**
   * How many examples the smallest batch of a split has, if they are fewer than those of the
   * others.
   *
   * @param size how many examples the split has
   */
  default int least(int size) {
    return room().examples();
  }

  /**
   * The sampler of a split.
   *
   * @throws io.reflux.dataset.DatasetException if the split cannot fill a batch as asked
   */
  Sampler over(Dataset dataset);
}
