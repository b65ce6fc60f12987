package io.reflux.stage;

import io.reflux.batch.BatchLoader;
import io.reflux.batch.PixelPool;
import io.reflux.dataset.Dataset;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.intake.Storage;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.view.ViewRecipe;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a task's pixels come from. Training and evaluation have pools of their own, half of the
 * allowed bytes each: one that waits for the other must not hold what the other waits for.
 */
public final class PixelSources {
  private final PixelPool training;
  private final PixelPool evaluation;
  private final Map<Split, Loader.Source> sources = new EnumMap<>(Split.class);
  private final Readings readings = new Readings();

  /**
   * Sources of a dataset's parts.
   *
   * @param bytesOfEachPool pixels in flight in either pool
   */
  public PixelSources(
      Parts parts, Reading reading, Cuts cuts, long bytesOfEachPool, StageFactory stages) {
    training = new PixelPool(bytesOfEachPool);
    evaluation = new PixelPool(bytesOfEachPool);
    PictureReader train = reading.of(readings.watching(parts.train()));
    PictureReader test = reader(parts.evaluated().queries(), train, parts, reading);
    PictureReader gallery =
        parts.evaluated().leaveOneOut()
            ? test
            : reader(parts.evaluated().gallery(), train, parts, reading);
    add(Split.TRAIN, new BatchLoader(train, cuts.train(), training), stages);
    add(Split.QUEUE, new BatchLoader(train, List.of(cuts.train().get(0)), evaluation), stages);
    add(Split.CLEAN, new BatchLoader(train, List.of(cuts.test()), evaluation), stages);
    add(Split.TEST, new BatchLoader(test, List.of(cuts.test()), evaluation), stages);
    add(Split.GALLERY, new BatchLoader(gallery, List.of(cuts.test()), evaluation), stages);
    cuts.probe()
        .ifPresent(
            view -> add(Split.PROBE, new BatchLoader(gallery, List.of(view), evaluation), stages));
  }

  /** Which examples are trained on, and which are measured. */
  public record Parts(Dataset train, EvaluationParts.Chosen evaluated) {}

  /** How images are decoded, and how long their storage is waited for. */
  public record Reading(DecodeSettings decode, Storage storage) {

    PictureReader of(Dataset part) {
      return new PictureReader(part, decode, storage);
    }
  }

  /** How images are cut for training, for evaluation, and for a probe that makes features anew. */
  public record Cuts(List<ViewRecipe> train, ViewRecipe test, Optional<ViewRecipe> probe) {}

  /** One reader for a part that is trained on and measured: what it keeps serves both. */
  private PictureReader reader(Dataset part, PictureReader train, Parts parts, Reading reading) {
    return part == parts.train() ? train : reading.of(readings.watching(part));
  }

  /**
   * Where a split's images come from.
   *
   * @throws IllegalArgumentException if there are none
   */
  Loader.Source of(Split split) {
    Loader.Source source = sources.get(split);
    if (source == null) {
      throw new IllegalArgumentException("split: " + split + " (expected: a loaded one)");
    }
    return source;
  }

  /** What is being read of the images now. */
  Readings readings() {
    return readings;
  }

  /** How many bytes are in flight, and may be. */
  public PixelBudget pixelBudget() {
    return new PixelBudget(
        () -> training.bytesInFlight() + evaluation.bytesInFlight(),
        () -> training.bytesAllowed() + evaluation.bytesAllowed(),
        this::close);
  }

  /** Lets nobody wait any longer. */
  public void close() {
    training.close();
    evaluation.close();
  }

  private void add(Split split, BatchLoader loader, StageFactory stages) {
    sources.put(split, stages.source(split, loader));
  }
}
