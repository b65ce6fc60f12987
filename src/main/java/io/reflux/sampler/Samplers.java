package io.reflux.sampler;

import io.reflux.setting.Catalogue;

/** The samplers that a pipeline file may name. */
public final class Samplers {
  /** Every sampler by its name in a pipeline file; defaults under {@code reflux.sampler}. */
  public static final Catalogue<SamplerRecipe> CATALOGUE =
      new Catalogue<SamplerRecipe>("sampler")
          .with("class-balanced", ClassBalanced::read)
          .with("shuffled", Shuffled::read)
          .with("class-random", ClassRandom::read)
          .with("random", Independent::read);

  private Samplers() {}
}
