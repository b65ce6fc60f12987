package io.reflux.objective;

import io.reflux.setting.Catalogue;

/** The losses by name. */
public final class Objectives {
  /** Every loss that a pipeline file can name. */
  public static final Catalogue<Objective> CATALOGUE =
      new Catalogue<Objective>("objective")
          .with("relaxed-contrastive", RelaxedContrastiveLoss::read)
          .with("rkd-distance", RkdDistanceLoss::read)
          .with("rkd-angle", RkdAngleLoss::read)
          .with("rkd", RkdLoss::read)
          .with("pkt", PktLoss::read)
          .with("proxy-anchor", ProxyAnchorLoss::read);

  private Objectives() {}
}
