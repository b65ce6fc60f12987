package io.reflux.objective;

import io.reflux.setting.Catalogue;

/** The losses by name. */
public final class Objectives {
  /** Every loss that a pipeline file can name. */
  public static final Catalogue<Objective> CATALOGUE =
      new Catalogue<Objective>("objective")
          // from a teacher
          .with("relaxed-contrastive", RelaxedContrastiveLoss::read)
          .with("relaxed-multi-similarity", RelaxedMultiSimilarityLoss::read)
          .with("rkd", RkdLoss::read)
          .with("rkd-distance", RkdDistanceLoss::read)
          .with("rkd-angle", RkdAngleLoss::read)
          .with("pkt", PktLoss::read)
          .with("dark-rank", DarkRankLoss::read)
          .with("fitnet", FitnetLoss::read)
          .with("attention-transfer", AttentionTransferLoss::read)
          .with("crd", CrdLoss::read)
          .with("normalized-regression", NormalizedRegressionLoss::read)
          // from labels, with something trained for each class
          .with("proxy-anchor", ProxyAnchorLoss::read)
          .with("proxy-nca", ProxyNcaLoss::read)
          .with("oproxy", OproxyLoss::read)
          .with("softmax", SoftmaxLoss::read)
          .with("cross-entropy", CrossEntropyLoss::read)
          .with("arcface", ArcFaceLoss::read)
          .with("soft-triple", SoftTripleLoss::read)
          // from labels, over all pairs
          .with("multi-similarity", MultiSimilarityLoss::read)
          .with("pair-contrastive", PairContrastiveLoss::read)
          .with("triplet-margin", TripletMarginLoss::read)
          .with("n-pairs", NPairsLoss::read)
          .with("histogram", HistogramLoss::read)
          .with("lifted", LiftedLoss::read)
          // from mined tuples
          .with("contrastive", ContrastiveLoss::read)
          .with("triplet", TripletLoss::read)
          .with("margin", MarginLoss::read)
          .with("quadruplet", QuadrupletLoss::read)
          .with("snr", SnrLoss::read)
          .with("n-pair", NPairLoss::read)
          .with("angular", AngularLoss::read)
          // from the network itself
          .with("moco", MocoLoss::read)
          .with("fast-moco", FastMocoLoss::read)
          .with("invariant-spread", InvariantSpreadLoss::read)
          .with("deep-clustering", DeepClusteringLoss::read)
          .with("image-rotation", ImageRotationLoss::read)
          .with("adversarial-separation", AdversarialSeparationLoss::read)
          .with("s2sd", S2sdLoss::read);

  private Objectives() {}
}
