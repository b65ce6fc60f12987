package io.reflux.node;

import com.typesafe.config.ConfigUtil;
import io.reflux.batch.PixelDigest;
import io.reflux.batch.PlannedLoader;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.intake.PictureReader;
import io.reflux.network.Images;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.setting.InputException;
import io.reflux.view.ViewRecipe;
import io.reflux.wire.ImagePlan;
import io.reflux.wire.ImageSource;
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
    private final PictureReader reader;
    private final List<ViewRecipe> views;

    private Opened(PictureReader reader, List<ViewRecipe> views) {
      this.reader = reader;
      this.views = views;
    }

    /** Some of the images; fails as {@link PlannedLoader#load}. */
    CompletionStage<Images> load(ImagePlan plan) {
      PlannedLoader loader = new PlannedLoader(reader, views, new Chance(plan.chance()));
      int side = loader.side(plan.images().get(0));
      return loader
          .load(plan.images(), decoding)
          .thenApply(pixels -> new Images(pixels, plan.images().size(), side));
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
      TaskImages images =
          OfferedImages.images(pipeline, source.task(), pipeline.data().open(), source.part())
              .orElseThrow(
                  () ->
                      new InputException(
                          place(source)
                              + ": no "
                              + source.part()
                              + " of "
                              + source.task()
                              + " (expected: a part of the run's images)"));
      Dataset examples = images.examples();
      String digest = PixelDigest.of(examples, pipeline.data().decode(), images.views());
      if (!digest.equals(source.digest())) {
        throw new InputException(
            String.format(
                "%s: %d images of another digest, %s (expected: %s)",
                place(source), examples.size(), digest, source.digest()));
      }
      return new Opened(new PictureReader(examples, pipeline.data().decode()), images.views());
    } catch (PipelineException | DatasetException e) {
      throw new InputException(
          place(source) + ": " + e.getMessage() + " (expected: the run's data)", e);
    }
  }

  /** How a dataset is called where it is told of. */
  static String place(ImageSource source) {
    return "node.data " + source.dataset();
  }

  private static List<String> overrides(Optional<Path> root) {
    return root.stream()
        .map(path -> "data.root = " + ConfigUtil.quoteString(path.toString()))
        .toList();
  }
}
