package io.reflux.objective.catalogue;

import io.reflux.objective.Objective;
import io.reflux.objective.around.CrossBatchMemoryLoss;
import io.reflux.objective.around.MatryoshkaLoss;
import io.reflux.objective.pair.CircleLoss;
import io.reflux.objective.pair.HistogramLoss;
import io.reflux.objective.pair.HyperbolicLoss;
import io.reflux.objective.pair.LiftedLoss;
import io.reflux.objective.pair.MultiSimilarityLoss;
import io.reflux.objective.pair.NPairsLoss;
import io.reflux.objective.pair.PairContrastiveLoss;
import io.reflux.objective.pair.RoadmapLoss;
import io.reflux.objective.pair.SmoothApLoss;
import io.reflux.objective.pair.SupervisedContrastiveLoss;
import io.reflux.objective.pair.TripletMarginLoss;
import io.reflux.objective.proxy.AdaFaceLoss;
import io.reflux.objective.proxy.ArcFaceLoss;
import io.reflux.objective.proxy.CosFaceLoss;
import io.reflux.objective.proxy.CrossEntropyLoss;
import io.reflux.objective.proxy.OproxyLoss;
import io.reflux.objective.proxy.ProxyAnchorLoss;
import io.reflux.objective.proxy.ProxyNcaLoss;
import io.reflux.objective.proxy.SoftTripleLoss;
import io.reflux.objective.proxy.SoftmaxLoss;
import io.reflux.objective.proxy.SubcenterArcFaceLoss;
import io.reflux.objective.self.AdversarialSeparationLoss;
import io.reflux.objective.self.DeepClusteringLoss;
import io.reflux.objective.self.ImageRotationLoss;
import io.reflux.objective.self.InvariantSpreadLoss;
import io.reflux.objective.self.NtXentLoss;
import io.reflux.objective.self.QueueLosses;
import io.reflux.objective.self.S2sdLoss;
import io.reflux.objective.self.VicRegLoss;
import io.reflux.objective.transfer.AttentionTransferLoss;
import io.reflux.objective.transfer.ContextualRelaxedContrastiveLoss;
import io.reflux.objective.transfer.CosPressLoss;
import io.reflux.objective.transfer.CrdLoss;
import io.reflux.objective.transfer.DarkRankLoss;
import io.reflux.objective.transfer.FeatureRegressionLoss;
import io.reflux.objective.transfer.FitnetLoss;
import io.reflux.objective.transfer.NormalizedRegressionLoss;
import io.reflux.objective.transfer.PktLoss;
import io.reflux.objective.transfer.PrincipalAxesLoss;
import io.reflux.objective.transfer.QueueSimilarityLoss;
import io.reflux.objective.transfer.RelationalKlLoss;
import io.reflux.objective.transfer.RelaxedContrastiveLoss;
import io.reflux.objective.transfer.RelaxedMultiSimilarityLoss;
import io.reflux.objective.transfer.RkdAngleLoss;
import io.reflux.objective.transfer.RkdDistanceLoss;
import io.reflux.objective.transfer.RkdLoss;
import io.reflux.objective.transfer.TokenSimilarityLoss;
import io.reflux.objective.tuple.AngularLoss;
import io.reflux.objective.tuple.ContrastiveLoss;
import io.reflux.objective.tuple.MarginLoss;
import io.reflux.objective.tuple.NPairLoss;
import io.reflux.objective.tuple.QuadrupletLoss;
import io.reflux.objective.tuple.SnrLoss;
import io.reflux.objective.tuple.TripletLoss;
import io.reflux.setting.Catalogue;

/** The losses by name. */
public final class Objectives {
  /** Every loss that a pipeline file can name. */
  public static final Catalogue<Objective> CATALOGUE = catalogue();

  private Objectives() {}

  private static Catalogue<Objective> catalogue() {
    Catalogue<Objective> all = new Catalogue<>("objective");
    return all
        // from a teacher
        .with("relaxed-contrastive", RelaxedContrastiveLoss::read)
        .with("contextual-relaxed-contrastive", ContextualRelaxedContrastiveLoss::read)
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
        .with("feature-regression", FeatureRegressionLoss::read)
        .with("queue-similarity", QueueSimilarityLoss::read)
        .with("relational-kl", RelationalKlLoss::read)
        .with("cos-press", CosPressLoss::read)
        .with("principal-axes", PrincipalAxesLoss::read)
        .with("token-similarity", TokenSimilarityLoss::read)
        // from labels, with something trained for each class
        .with("proxy-anchor", ProxyAnchorLoss::read)
        .with("proxy-nca", ProxyNcaLoss::read)
        .with("oproxy", OproxyLoss::read)
        .with("softmax", SoftmaxLoss::read)
        .with("cross-entropy", CrossEntropyLoss::read)
        .with("arcface", ArcFaceLoss::read)
        .with("subcenter-arcface", SubcenterArcFaceLoss::read)
        .with("cosface", CosFaceLoss::read)
        .with("adaface", AdaFaceLoss::read)
        .with("soft-triple", SoftTripleLoss::read)
        // from labels, over all pairs
        .with("multi-similarity", MultiSimilarityLoss::read)
        .with("pair-contrastive", PairContrastiveLoss::read)
        .with("triplet-margin", TripletMarginLoss::read)
        .with("n-pairs", NPairsLoss::read)
        .with("histogram", HistogramLoss::read)
        .with("lifted", LiftedLoss::read)
        .with("smooth-ap", SmoothApLoss::read)
        .with("roadmap", RoadmapLoss::read)
        .with("circle", CircleLoss::read)
        .with("supervised-contrastive", SupervisedContrastiveLoss::read)
        .with("hyperbolic", HyperbolicLoss::read)
        // from mined tuples
        .with("contrastive", ContrastiveLoss::read)
        .with("triplet", TripletLoss::read)
        .with("margin", MarginLoss::read)
        .with("quadruplet", QuadrupletLoss::read)
        .with("snr", SnrLoss::read)
        .with("n-pair", NPairLoss::read)
        .with("angular", AngularLoss::read)
        // from the network itself
        .withAll(QueueLosses.CATALOGUE)
        .with("invariant-spread", InvariantSpreadLoss::read)
        .with("nt-xent", NtXentLoss::read)
        .with("vic-reg", VicRegLoss::read)
        .with("deep-clustering", DeepClusteringLoss::read)
        .with("image-rotation", ImageRotationLoss::read)
        .with("adversarial-separation", AdversarialSeparationLoss::read)
        .with("s2sd", section -> S2sdLoss.read(section, all::read))
        // around others
        .with("cross-batch-memory", section -> CrossBatchMemoryLoss.read(section, all::read))
        .with("matryoshka", section -> MatryoshkaLoss.read(section, all::read));
  }
}
