package io.reflux.sampler;

import io.reflux.chance.Draws;

/** How one batch is chosen among the examples whose embeddings are known. Pure. */
@FunctionalInterface
interface BatchChoice {

  /** The ids of a batch. */
  int[] choose(Candidates candidates, Draws draws);
}
