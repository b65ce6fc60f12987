package io.reflux.miner;

import io.reflux.setting.Catalogue;

/** The miners by name. */
public final class Miners {
  /** {@code miner.type} and what it reads. */
  public static final Catalogue<Miner> CATALOGUE =
      new Catalogue<Miner>("miner")
          .with("distance", DistanceMiner::read)
          .with("rho-distance", RhoDistanceMiner::read)
          .with("random-distance", RandomDistanceMiner::read)
          .with("random", section -> new RandomMiner())
          .with("intra-random", section -> new IntraRandomMiner())
          .with("semihard", SemihardMiner::read)
          .with("softhard", section -> new SofthardMiner(false))
          .with("parametric", ParametricMiner::read)
          .with(
              "easy-positive-hard-negative",
              section -> new EasyPositiveMiner(new EasyPositiveMiner.Negatives.Hard()))
          .with("easy-positive-semihard-negative", EasyPositiveMiner::semihard)
          .with("easy-positive-distance-negative", EasyPositiveMiner::distance)
          .with("shared-negative", section -> SharedMiner.read(section, false))
          .with("shared-full", section -> SharedMiner.read(section, true))
          .with("anti-collapse-distance", AntiCollapseDistanceMiner::read)
          .with("anti-collapse-rho-distance", RhoDistanceMiner::read)
          .with("anti-collapse-semihard", section -> new SofthardMiner(true))
          .with("n-pair", NPairMiner::read)
          .with("lifted", section -> new LiftedMiner())
          .with("triplet-margin", TripletMarginMiner::read)
          .with("multi-similarity", MultiSimilarityMiner::read);

  private Miners() {}
}
