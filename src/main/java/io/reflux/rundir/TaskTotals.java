package io.reflux.rundir;

import io.reflux.wire.Scalars;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a task has come to over all its attempts so far; its checkpoints keep it, so that a summary
 * made after a resume is about the whole.
 *
 * @param seconds time spent
 * @param trainingSeconds time spent from the first step of each attempt to its last
 * @param checkpointSeconds how long training stood still for checkpoints
 * @param images images trained on
 * @param cached teacher answers, read from the cache and computed
 * @param teacher the teachers' own metrics
 * @param unreadable the images that were left out, with the reason
 */
public record TaskTotals(
    double seconds,
    double trainingSeconds,
    double checkpointSeconds,
    long images,
    Cached cached,
    Map<String, Double> teacher,
    Map<String, String> unreadable) {
  /** Of a task that begins. */
  public static final TaskTotals NONE = new TaskTotals(0, 0, 0, 0, Cached.NONE, Map.of(), Map.of());

  private static final String SECONDS = "seconds";
  private static final String TRAINING_SECONDS = "training-seconds";
  private static final String CHECKPOINT_SECONDS = "checkpoint-seconds";
  private static final String IMAGES = "images";
  private static final String CACHE_HITS = "cache-hits";
  private static final String CACHE_MISSES = "cache-misses";
  private static final String TEACHER = "teacher/";
  private static final String UNREADABLE = "unreadable/";

  /** Teacher answers that were read from the cache, and those that were computed. */
  public record Cached(long hits, long misses) {
    static final Cached NONE = new Cached(0, 0);

    /** With more of them. */
    public Cached plus(long moreHits, long moreMisses) {
      return new Cached(hits + moreHits, misses + moreMisses);
    }
  }

  /** What a checkpoint has kept; what one of an older version doesn't know is 0 or empty. */
  public static TaskTotals of(Scalars kept) {
    return new TaskTotals(
        kept.doubles().getOrDefault(SECONDS, 0.0),
        kept.doubles().getOrDefault(TRAINING_SECONDS, 0.0),
        kept.doubles().getOrDefault(CHECKPOINT_SECONDS, 0.0),
        kept.longs().getOrDefault(IMAGES, 0L),
        new Cached(
            kept.longs().getOrDefault(CACHE_HITS, 0L), kept.longs().getOrDefault(CACHE_MISSES, 0L)),
        below(TEACHER, kept.doubles()),
        below(UNREADABLE, kept.texts()));
  }

  Scalars scalars() {
    Map<String, String> texts = new LinkedHashMap<>();
    unreadable.forEach((name, reason) -> texts.put(UNREADABLE + name, reason));
    Map<String, Double> doubles = new LinkedHashMap<>();
    doubles.put(SECONDS, seconds);
    doubles.put(TRAINING_SECONDS, trainingSeconds);
    doubles.put(CHECKPOINT_SECONDS, checkpointSeconds);
    teacher.forEach((name, value) -> doubles.put(TEACHER + name, value));
    Map<String, Long> longs =
        Map.of(IMAGES, images, CACHE_HITS, cached.hits(), CACHE_MISSES, cached.misses());
    return new Scalars(texts, longs, doubles);
  }

  private static <V> Map<String, V> below(String prefix, Map<String, V> all) {
    Map<String, V> found = new TreeMap<>();
    all.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
