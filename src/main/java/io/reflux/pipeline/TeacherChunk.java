package io.reflux.pipeline;

import io.reflux.batch.ViewGroup;
import io.reflux.teacher.CacheMode;
import io.reflux.view.ViewRecipe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many images a teacher's lane computes at once. It is the same for every lane and the whole
 * task: an answer may depend, in its last bits, on the number of rows that are computed with it.
 *
 * @param images the number
 * @param pieces how many of them a batch takes
 * @param asked the images of a batch, those of each side times their pixels
 * @param computed what is computed for them, filled up to whole chunks
 */
public record TeacherChunk(int images, int pieces, long asked, long computed) {
  /** No chunk that isn't written has more. */
  private static final int MOST = 64;

  /**
   * The chunk of a task's teacher: the one that is written, else the one of at most 64 images, and
   * more than half of that, that fits a batch best.
   */
  public static TeacherChunk of(Learn learn, TeacherSpec teacher) {
    Map<Integer, Integer> rows = rows(learn, teacher.cache().mode() == CacheMode.CLEAN);
    if (teacher.batchSize().isPresent()) {
      return of(teacher.batchSize().getAsInt(), rows);
    }
    int largest = rows.values().stream().mapToInt(Integer::intValue).max().orElse(MOST);
    int most = Math.min(MOST, largest);
    TeacherChunk best = of(most, rows);
    for (int images = most - 1; images > most / 2; images--) {
      TeacherChunk other = of(images, rows);
      best = other.computed < best.computed ? other : best;
    }
    return best;
  }

  /** The side of the largest images that a teacher is shown, in pixels. */
  static int side(Learn learn, TeacherSpec teacher) {
    int asked =
        rows(learn, teacher.cache().mode() == CacheMode.CLEAN).keySet().stream()
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
    return teacher.measure() ? Math.max(asked, learn.views().test().side()) : asked;
  }

  /** The share of what is computed that nobody asked for: from 0 to less than 1. */
  public double wasted() {
    return computed == 0 ? 0 : 1 - (double) asked / computed;
  }

  private static TeacherChunk of(int images, Map<Integer, Integer> rowsBySide) {
    int pieces = 0;
    long asked = 0;
    long computed = 0;
    for (Map.Entry<Integer, Integer> each : rowsBySide.entrySet()) {
      long pixels = (long) each.getKey() * each.getKey();
      int own = (each.getValue() + images - 1) / images;
      pieces += own;
      asked += each.getValue() * pixels;
      computed += (long) own * images * pixels;
    }
    return new TeacherChunk(images, pieces, asked, computed);
  }

  /** How many images of each side the teacher is asked about in a batch. */
  private static Map<Integer, Integer> rows(Learn learn, boolean clean) {
    int examples = learn.sampler().batchSize();
    List<ViewRecipe> recipes = learn.views().recipes();
    List<Integer> sides =
        learn.taughtViews().stream().map(view -> recipes.get(view).side()).toList();
    Map<Integer, Integer> rows = new LinkedHashMap<>();
    if (clean && !sides.isEmpty()) {
      rows.put(learn.views().test().side(), examples);
    } else {
      ViewGroup.of(sides).forEach(group -> rows.put(group.side(), group.views().size() * examples));
    }
    return rows;
  }
}
