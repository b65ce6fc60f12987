package io.reflux.node;

import io.reflux.batch.PixelDigest;
import io.reflux.dataset.Splits;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Task;
import io.reflux.stage.Split;
import io.reflux.wire.ImageSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Images that a task shows its networks, for nodes that have the data. Safe for many threads. */
public final class OfferedImages {
  private final Pipeline pipeline;
  private final String task;
  private final Splits splits;
  private final Map<String, Optional<ImageSource>> described = new HashMap<>();

  /**
   * Images that nobody has asked for.
   *
   * @param splits the pipeline's data
   */
  public OfferedImages(Pipeline pipeline, String task, Splits splits) {
    this.pipeline = pipeline;
    this.task = task;
    this.splits = splits;
  }

  /** Those of a part. */
  public Part of(Split part) {
    return new Part(this, part.part());
  }

  /**
   * Images that a teacher is shown.
   *
   * @param images of a task
   * @param part which of them
   */
  public record Part(OfferedImages images, String part) {}

  /** The name of their dataset. */
  String dataset() {
    return pipeline.data().dataset().name();
  }

  /**
   * Where those of a part come from; the first who asks may have to wait, as every example is
   * looked at. Empty if only the run has them.
   */
  synchronized Optional<ImageSource> source(String part) {
    return described.computeIfAbsent(part, this::describe);
  }

  private Optional<ImageSource> describe(String part) {
    return images(pipeline, task, splits, part)
        .map(
            images ->
                new ImageSource(
                    dataset(),
                    pipeline.resolved(),
                    task,
                    part,
                    PixelDigest.of(images.examples(), pipeline.data().decode(), images.views())));
  }

  /** Those of a part of a pipeline's task; empty if there are none. */
  static Optional<TaskImages> images(Pipeline pipeline, String task, Splits splits, String part) {
    return pipeline.tasks().stream()
        .filter(each -> each.name().equals(task))
        .map(Task::work)
        .findFirst()
        .flatMap(work -> TaskImages.of(work, splits, Split.valueOf(part.toUpperCase(Locale.ROOT))));
  }
}
