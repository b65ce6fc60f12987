package io.reflux.objective.self;

import io.reflux.setting.Catalogue;

/** The losses against a queue of keys by name: those that a momentum network goes with. */
public final class QueueLosses {
  /** Every loss against a queue; among the objectives by the same names. */
  public static final Catalogue<QueueObjective> CATALOGUE =
      new Catalogue<QueueObjective>("objective")
          .with("moco", MocoLoss::read)
          .with("fast-moco", FastMocoLoss::read);

  private QueueLosses() {}
}
