package io.reflux.node;

import com.typesafe.config.ConfigUtil;
import io.reflux.batch.PixelDigest;
import io.reflux.batch.PlannedLoader;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.intake.PictureReader;
import io.reflux.network.Images;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.setting.InputException;
import io.reflux.view.ViewRecipe;
import io.reflux.wire.ImageSource;
import io.reflux.wire.PlannedImage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Datasets that a node reads itself, for one run: on storage that it shares with the run, or copies
 * of its own. Safe for many threads.
 */
final class NodeData {
  private final Map<String, Optional<Path>> roots;
  private final Executor decoding;
  private final Map<ImageSource, Opened> opened = new HashMap<>();

  /**
   * Datasets of which none is opened.
   *
   * @param roots where each lies, by its name; empty for where the run has it
   * @param decoding whose threads decode
   */
  NodeData(Map<String, Optional<Path>> roots, Executor decoding) {
    this.roots = Map.copyOf(roots);
    this.decoding = decoding;
  }

  /** Their names, in order. */
  List<String> names() {
    return roots.keySet().stream().sorted().toList();
  }

  /** Images of a run, read here. */
  final class Opened {
    private final PlannedLoader loader;

    private Opened(PlannedLoader loader) {
      this.loader = loader;
    }

    /** Some of the images; fails as {@link PlannedLoader#load}. */
    CompletionStage<Images> load(List<PlannedImage> images) {
      int side = loader.side(images.get(0));
      return loader
          .load(images, decoding)
          .thenApply(pixels -> new Images(pixels, images.size(), side));
    }
  }

  /**
   * The images of a run, which may look at every example once.
   *
   * @throws InputException if they are not here, or others are
   */
  synchronized Opened open(ImageSource source) {
    return opened.computeIfAbsent(source, this::opening);
  }

  private Opened opening(ImageSource source) {
    Optional<Path> root = roots.getOrDefault(source.dataset(), Optional.empty());
    try {
      Pipeline pipeline = Pipeline.parseForAnyMachine(source.pipeline(), overrides(root));
      Learn learn = learn(pipeline, source);
      Dataset train = pipeline.data().open().train();
      List<ViewRecipe> test = List.of(learn.views().test());
      List<ViewRecipe> digested = source.clean() ? test : learn.views().shown();
      String digest = PixelDigest.of(train, pipeline.data().decode(), digested);
      if (!digest.equals(source.digest())) {
        throw new InputException(
            String.format(
                "%s: %d images of another digest, %s (expected: %s)",
                place(source), train.size(), digest, source.digest()));
      }
      List<ViewRecipe> views = source.clean() ? test : learn.views().recipes();
      return new Opened(
          new PlannedLoader(
              new PictureReader(train, pipeline.data().decode()),
              views,
              new Chance(source.chance())));
    } catch (PipelineException | DatasetException e) {
      throw new InputException(
          place(source) + ": " + e.getMessage() + " (expected: the run's data)", e);
    }
  }

  /** How a dataset is called where it is told of. */
  static String place(ImageSource source) {
    return "node.data " + source.dataset();
  }

  private static Learn learn(Pipeline pipeline, ImageSource source) {
    return pipeline.tasks().stream()
        .filter(task -> task.name().equals(source.task()))
        .flatMap(task -> task.learn().stream())
        .findFirst()
        .orElseThrow(
            () -> new InputException("task: " + source.task() + " (expected: one that trains)"));
  }

  private static List<String> overrides(Optional<Path> root) {
    return root.stream()
        .map(path -> "data.root = " + ConfigUtil.quoteString(path.toString()))
        .toList();
  }
}
