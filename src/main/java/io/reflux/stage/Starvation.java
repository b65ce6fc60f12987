package io.reflux.stage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a stage that starves the trainers: one that always works while they mostly wait. Told once
 * a task, after so many looks in which some student trained.
 */
final class Starvation {
  /** A minute, at a look every two seconds. */
  private static final int LOOKS = 30;

  private static final double BUSY = 0.85;
  private static final double WAITING = 0.5;
  private static final String TRAINER = "trainer";

  private final Map<String, Double> shares = new HashMap<>();
  private int looks;
  private boolean told;

  /** Takes what the stages did since the last look; answers with a sentence, once. */
  Optional<String> look(List<StageStatus> stages) {
    boolean trains =
        stages.stream().anyMatch(each -> each.stage().startsWith(TRAINER) && each.busyShare() > 0);
    if (told || !trains) {
      return Optional.empty();
    }
    stages.forEach(each -> shares.merge(each.stage(), each.busyShare() / LOOKS, Double::sum));
    looks++;
    if (looks < LOOKS) {
      return Optional.empty();
    }
    Optional<String> found = found();
    told = found.isPresent();
    shares.clear();
    looks = 0;
    return found;
  }

  private Optional<String> found() {
    double trainers =
        shares.entrySet().stream()
            .filter(each -> each.getKey().startsWith(TRAINER))
            .mapToDouble(Map.Entry::getValue)
            .max()
            .orElse(1);
    Optional<Map.Entry<String, Double>> most =
        shares.entrySet().stream()
            .filter(each -> !advice(each.getKey()).isEmpty())
            .max(Map.Entry.comparingByValue());
    return most.filter(each -> trainers < WAITING && each.getValue() > BUSY)
        .map(
            each ->
                String.format(
                    "%s worked %.0f %% of the time of late, and the students %.0f %%: they wait for"
                        + " it. %s",
                    each.getKey(), 100 * each.getValue(), 100 * trainers, advice(each.getKey())));
  }

  /** What to try; empty of a stage that nobody waits for. */
  private static String advice(String stage) {
    if (stage.startsWith("loader")) {
      return "Try machine.loaders, reflux prepare (images decoded once), or data.decode.kept-bytes";
    }
    if (stage.startsWith("lane")) {
      return "Try teacher { cache { mode = replay } }, more devices, or precision = bfloat16";
    }
    if (stage.startsWith("cache")) {
      return "Try a faster disk for the cache (cache.directory), or element-type = float16";
    }
    return "";
  }
}
