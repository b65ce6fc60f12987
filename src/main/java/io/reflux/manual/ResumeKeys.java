package io.reflux.manual;

import io.reflux.pipeline.KeyRule;
import java.util.Map;
import java.util.Optional;

/** Whether a setting may change when a run goes on: by where it stands in a pipeline file. */
final class ResumeKeys {
  private static final String TRAIN = "tasks.x.train.";
  private static final String TEACHER = "tasks.x.distill.teacher.";

  /** The longest beginning of a path in the menu that fits says where it stands. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("pipeline.file", ""),
          Map.entry("pipeline.data", "data."),
          Map.entry("pipeline.task", "tasks.x."),
          Map.entry("pipeline.learn", TRAIN),
          Map.entry("pipeline.recipe", TRAIN + "views."),
          Map.entry("pipeline.student", TRAIN),
          Map.entry("pipeline.teacher", TEACHER),
          Map.entry("pipeline.export", "tasks.x.export."),
          Map.entry("pipeline.evaluate", "tasks.x.evaluate."),
          Map.entry("teacher.cache", TEACHER + "cache."),
          Map.entry("network", TRAIN + "network."),
          Map.entry("evaluate", TRAIN + "evaluate."),
          Map.entry("method", TRAIN + "method."),
          Map.entry("objective", TRAIN + "method."),
          Map.entry("miner", TRAIN + "method.miner."),
          Map.entry("optimizer", TRAIN + "optimizer."),
          Map.entry("schedule", TRAIN + "schedule."),
          Map.entry("sampler", TRAIN + "sampler."),
          Map.entry("view", TRAIN + "views."),
          Map.entry("dataset", "data."),
          Map.entry("intake.decode", "data.decode."),
          Map.entry("status", "status."),
          Map.entry("cluster", "cluster."));

  /** Rooms whose settings stand below the name of an entry, which a pipeline file gives as type. */
  private static final String ENTRIES =
      "(network|method|objective|miner|optimizer|schedule|sampler|view|dataset)";

  private ResumeKeys() {}

  /** The rule of a setting of the menu; empty where it is none of a pipeline file. */
  static Optional<KeyRule> rule(String path) {
    return PLACES.keySet().stream()
        .filter(place -> path.startsWith(place + "."))
        .max((a, b) -> Integer.compare(a.length(), b.length()))
        .map(place -> KeyRule.of(PLACES.get(place) + inside(place, path)));
  }

  private static String inside(String place, String path) {
    String rest = path.substring(place.length() + 1);
    return place.matches(ENTRIES) ? rest.substring(rest.indexOf('.') + 1) : rest;
  }

  /** What a table says of it. */
  static String word(KeyRule rule) {
    return switch (rule.freedom()) {
      case FREE -> "free";
      case ASSIGNED -> "by -D";
      case FIXED -> "stays";
    };
  }
}
