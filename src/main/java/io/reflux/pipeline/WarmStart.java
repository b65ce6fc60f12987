package io.reflux.pipeline;

import io.reflux.checkpoint.MissingWeightsException;
import io.reflux.checkpoint.TaskFolders;
import io.reflux.network.FirstWeights;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Weights that a student of another run has.
 *
 * @param run the folder of the run
 * @param task the task that trained them, or task and student; empty if there is only one
 * @param which {@code best} or {@code last}
 * @param step the step of a checkpoint instead; 0 for none
 */
record WarmStart(Path run, String task, String which, long step) {
  /** The key of a network's section that names a run. */
  static final String KEY = "from";

  private static final String STEP = "from-step";
  private static final String TASK = "from-task";
  private static final String WEIGHTS = "from-weights";

  /** Reads a network, which may begin with weights of another run. */
  static NetworkSettings network(Section section) {
    return NetworkSettings.read(section, read(section).map(WarmStart::fileOrRun));
  }

  /** Reads {@code from}, {@code from-task}, {@code from-step} and {@code from-weights}. */
  private static Optional<WarmStart> read(Section section) {
    Section common = section.withDefaults(Defaults.of("network.any"));
    if (!common.has(KEY)) {
      return Optional.empty();
    }
    if (common.has("weights")) {
      common.refuse("weights", "nothing: " + KEY + " says where its weights begin");
    }
    if (common.has(STEP) && section.isWritten(WEIGHTS)) {
      common.refuse(WEIGHTS, "nothing: " + STEP + " says which");
    }
    return Optional.of(
        new WarmStart(
            common.file(KEY),
            common.has(TASK) ? common.text(TASK) : "",
            common.oneOf(WEIGHTS, Map.of("best", "best", "last", "last")),
            common.has(STEP) ? common.wholeLong(STEP, Range.atLeast(1)) : 0));
  }

  /**
   * Notes it if there are no such weights, or if they don't fit.
   *
   * @param section where the network was written, with a run
   * @param whole true if it learns nothing, so that its embedding layers have to be there too
   */
  static void check(Section section, NetworkSettings network, boolean whole) {
    try {
      read(section).orElseThrow().file();
      FirstWeights.check(network, whole);
    } catch (MissingWeightsException e) {
      section.refuse(e.key(), e.expected());
    } catch (IOException e) {
      section.refuse(KEY, "a run whose weights fit this network; " + e.getMessage());
    }
  }

  private Path file() throws MissingWeightsException {
    TaskFolders folders = new TaskFolders(run);
    return step > 0 ? folders.find(task, step) : folders.find(task, which);
  }

  /** The run itself if there are no such weights: whoever needs them checks that. */
  private Path fileOrRun() {
    try {
      return file();
    } catch (MissingWeightsException e) {
      return run;
    }
  }
}
