package io.reflux.run;

import io.reflux.batch.PixelBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The images that could not be read, each counted once; too many of them end the run. */
final class LeftOut {
  private final int limit;
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Allows so many different images to be unreadable. */
  LeftOut(int limit) {
    this.limit = limit;
  }

  /**
   * Notes the unreadable images of a batch.
   *
   * @return those that were not known before, as {@code name: reason}
   * @throws TooManyUnreadableException if there are more than the limit by now
   */
  synchronized List<Map.Entry<String, String>> note(PixelBatch batch) {
    List<Map.Entry<String, String>> fresh = new ArrayList<>();
    batch
        .unreadable()
        .forEach(
            each -> {
              if (reasons.putIfAbsent(each.name(), each.reason()) == null) {
                fresh.add(Map.entry(each.name(), each.reason()));
              }
            });
    if (reasons.size() > limit) {
      throw new TooManyUnreadableException(reasons.size(), limit, fresh.get(fresh.size() - 1));
    }
    return fresh;
  }

  /** All that were left out, as {@code name: reason}. */
  synchronized List<String> all() {
    return reasons.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }

  /** More images can't be read than the pipeline file allows. */
  static final class TooManyUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyUnreadableException(int count, int limit, Map.Entry<String, String> last) {
      super(
          "data.unreadable-limit: "
              + count
              + " images can't be read (expected: at most "
              + limit
              + "); the last one was "
              + last.getKey()
              + ": "
              + last.getValue());
    }
  }
}
