package io.reflux.run;

import io.reflux.batch.BatchLoader;
import io.reflux.batch.PixelPool;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.view.ViewRecipe;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where a task's pixels come from. Training and evaluation have pools of their own, half of the
 * allowed bytes each: one that waits for the other must not hold what the other waits for.
 */
final class PixelSources {
  private final PixelPool training;
  private final PixelPool evaluation;
  private final Map<Split, Loader.Source> sources = new EnumMap<>(Split.class);

  /**
   * Sources of a dataset's splits.
   *
   * @param bytesAllowed pixels in flight, both pools together
   */
  PixelSources(
      Splits splits, DecodeSettings decode, Cuts cuts, long bytesAllowed, StageFactory stages) {
    training = new PixelPool(bytesAllowed / 2);
    evaluation = new PixelPool(bytesAllowed / 2);
    PictureReader train = new PictureReader(splits.train(), decode);
    PictureReader test = new PictureReader(splits.test(), decode);
    add(Split.TRAIN, new BatchLoader(train, List.of(cuts.train()), training), stages);
    add(Split.CLEAN, new BatchLoader(train, List.of(cuts.test()), evaluation), stages);
    add(Split.TEST, new BatchLoader(test, List.of(cuts.test()), evaluation), stages);
  }

  /** How images are cut for training and for evaluation. */
  record Cuts(ViewRecipe train, ViewRecipe test) {}

  /** Where each split's images come from. */
  Map<Split, Loader.Source> sources() {
    return sources;
  }

  /** How many bytes are in flight, and may be. */
  LearnOrder.Flight flight() {
    return new LearnOrder.Flight(
        () -> training.bytesInFlight() + evaluation.bytesInFlight(),
        () -> training.bytesAllowed() + evaluation.bytesAllowed(),
        this::close);
  }

  /** Lets nobody wait any longer. */
  void close() {
    training.close();
    evaluation.close();
  }

  private void add(Split split, BatchLoader loader, StageFactory stages) {
    sources.put(split, stages.source(split, loader));
  }
}
