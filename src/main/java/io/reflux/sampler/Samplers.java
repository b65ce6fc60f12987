package io.reflux.sampler;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.setting.Catalogue;

/** The samplers that a pipeline file may name. */
public final class Samplers {
  /** Every sampler by its name in a pipeline file; defaults under {@code reflux.sampler}. */
  public static final Catalogue<SamplerRecipe> CATALOGUE =
      new Catalogue<SamplerRecipe>("sampler")
          .with("class-balanced", ClassBalanced::read)
          .with("shuffled", Shuffled::read)
          .with("class-random", ClassRandom::read)
          .with("random", Independent::read)
          .with("greedy-coreset", GreedyCoreset::read)
          .with("d2-coreset", D2Coreset::read)
          .with("fid-batchmatch", FidBatchMatch::read)
          .with("disthist-batchmatch", DistHistBatchMatch::read)
          .with("distmoment-batchmatch", DistMomentBatchMatch::read)
          .with("firstmoment-batchmatch", FirstMomentBatchMatch::read);

  private Samplers() {}

  /**
   * A split that batches are drawn from.
   *
   * @throws DatasetException if nothing is in it, as when another part took all there was
   */
  static Dataset notEmpty(Dataset dataset) {
    if (dataset.size() == 0) {
      throw new DatasetException(
          "data: no image is left to train on (expected: at least one in the training part)");
    }
    return dataset;
  }
}
