package io.reflux.teacher;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A batch with the teacher's outputs.
 *
 * @param pixels the images
 * @param teacher the teacher's outputs by name, view after view, a row for each example; empty
 *     without a teacher
 * @param views the views that the teacher's rows are about, in their order
 */
public record TaughtBatch(PixelBatch pixels, Map<String, HostTensor> teacher, List<Integer> views) {

  /** Copies the views. */
  public TaughtBatch {
    views = List.copyOf(views);
  }

  /** A batch of which the teacher saw every view. */
  public TaughtBatch(PixelBatch pixels, Map<String, HostTensor> teacher) {
    this(pixels, teacher, IntStream.range(0, pixels.plan().views()).boxed().toList());
  }
}
