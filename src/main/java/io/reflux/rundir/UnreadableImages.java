package io.reflux.rundir;

import io.reflux.batch.PixelBatch;
import io.reflux.intake.Unreadable;
import io.reflux.setting.Amount;
import io.reflux.setting.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images that could not be read, each counted, logged and told once; too many of them end the
 * run. For many threads: training and evaluation meet them side by side.
 */
public final class UnreadableImages {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadableImages.class);

  private final int limit;
  private final BiConsumer<String, String> told;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /**
   * Allows so many different images to be unreadable.
   *
   * @param told hears each image's name and the reason, once
   */
  public UnreadableImages(int limit, BiConsumer<String, String> told) {
    this.limit = limit;
    this.told = told;
  }

  /** Knows of images that an earlier attempt has told. */
  public synchronized void restore(Map<String, String> told) {
    reasons.putAll(told);
  }

  /** Each image that was left out, and the reason. */
  public synchronized Map<String, String> reasons() {
    return new LinkedHashMap<>(reasons);
  }

  /**
   * Notes the unreadable images of a batch.
   *
   * @throws TooManyUnreadableException if there are more than the limit by now
   */
  public synchronized void note(PixelBatch batch) {
    for (Unreadable each : batch.unreadable()) {
      if (reasons.putIfAbsent(each.name(), each.reason()) == null) {
        LOG.warn("image left out: {}: {}", each.name(), each.reason());
        told.accept(each.name(), each.reason());
        if (reasons.size() > limit) {
          throw new TooManyUnreadableException(reasons.size(), limit, each);
        }
      }
    }
  }

  /**
   * Passes on a batch that something can be learned from.
   *
   * @throws InputException if not one of its images could be read
   */
  public PixelBatch learnable(PixelBatch batch) {
    if (batch.rows() > 0) {
      return batch;
    }
    batch.release();
    note(batch);
    throw new InputException(
        "step "
            + (batch.plan().globalStep() + 1)
            + ": not one of "
            + batch.plan().exampleIds().length
            + " images can be read (expected: at least 1); the first is "
            + batch.unreadable().get(0).name());
  }

  /** All that were left out, as {@code name: reason}. */
  public synchronized List<String> all() {
    return reasons.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }

  /** More images can't be read than the pipeline file allows. */
  static final class TooManyUnreadableException extends InputException {
    private static final long serialVersionUID = 1;

    TooManyUnreadableException(int count, int limit, Unreadable last) {
      super(
          "data.unreadable-limit: "
              + Amount.of(count, "image")
              + " can't be read (expected: at most "
              + limit
              + "); the last one was "
              + last.name()
              + ": "
              + last.reason());
    }
  }
}
