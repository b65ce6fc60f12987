package io.reflux.stage;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.teacher.FeatureCache;
import io.reflux.teacher.TaughtBatch;
import io.reflux.wire.PlannedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a batch a teacher looks at, view after view, and by which keys they are cached.
 *
 * @param views the views that it looks at
 * @param clean true if it sees images unaltered, whatever the view
 */
public record TeacherRows(List<Integer> views, boolean clean) {

  /** The key of each row that the teacher looks at. */
  long[] keys(PixelBatch batch) {
    int examples = batch.examples();
    long[] keys = new long[views.size() * examples];
    for (int i = 0; i < keys.length; i++) {
      int all = batch.plan().views();
      int view = clean ? 0 : batch.plan().viewEpoch() * all + views.get(i / examples);
      int draw = clean ? 0 : batch.draws()[i % examples];
      keys[i] = FeatureCache.key(batch.exampleIds()[i % examples], draw, view);
    }
    return keys;
  }

  /** The batch's rows of some of those that the teacher looks at. */
  int[] rows(PixelBatch batch, int[] asked) {
    int examples = batch.examples();
    int[] rows = new int[asked.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = views.get(asked[i] / examples) * examples + asked[i] % examples;
    }
    return rows;
  }

  /**
   * How each of some of a batch's rows is made, for whoever has the data; none if images are mixed
   * with others.
   */
  List<PlannedImage> planned(PixelBatch batch, int[] rows) {
    if (batch.plan().mixed()) {
      return List.of();
    }
    List<PlannedImage> images = new ArrayList<>();
    for (int row : rows) {
      images.add(clean ? new PlannedImage(batch.exampleIds()[row], 0, 0, 0) : batch.planned(row));
    }
    return images;
  }

  /** The part of the data that the teacher is shown. */
  String part() {
    return (clean ? Split.CLEAN : Split.TRAIN).part();
  }

  /** A batch with what the teacher answered about the rows that it looks at. */
  TaughtBatch taught(PixelBatch batch, Map<String, HostTensor> outputs) {
    return new TaughtBatch(batch, outputs, views);
  }
}
