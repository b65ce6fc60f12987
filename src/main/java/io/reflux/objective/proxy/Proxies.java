package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;

/** A trained vector for each class, as the proxy losses have them. */
final class Proxies {
  /** The name of the trainable and of its parameter group. */
  static final String NAME = "proxies";

  private Proxies() {}

  /** A proxy for each class, normally distributed around 0. */
  static Trainable normal(Dimensions dimensions, double deviation) {
    long[] shape = {dimensions.classes(), dimensions.embeddingSize()};
    return new Trainable(NAME, shape, NAME, draws -> deviation * draws.nextGaussian());
  }

  /** The proxies of an input, (classes, d), of the student's embedding size. */
  static NDArray of(LossInput input) {
    NDArray proxies = Shapes.matrix("parameters.proxies", input.parameter(NAME));
    long size = input.embeddings().getShape().get(1);
    return Shapes.shaped("parameters.proxies", proxies, proxies.getShape().get(0), size);
  }
}
