package io.reflux.train;

import io.reflux.setting.Catalogue;

/** The optimizers by name. */
public final class Optimizers {
  /** {@code optimizer.type} and what it reads. */
  public static final Catalogue<OptimizerSettings> CATALOGUE =
      new Catalogue<OptimizerSettings>("optimizer")
          .with("adamw", s -> OptimizerSettings.of(Adam.read(s, Adam.Decay.DECOUPLED), s))
          .with("adam", s -> OptimizerSettings.of(Adam.read(s, Adam.Decay.IN_GRADIENT), s))
          .with("sgd", s -> OptimizerSettings.of(Sgd.read(s), s))
          .with("rmsprop", s -> OptimizerSettings.of(RmsProp.read(s), s));

  private Optimizers() {}
}
