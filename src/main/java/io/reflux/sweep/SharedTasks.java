package io.reflux.sweep;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.Task;
import io.reflux.pipeline.TaskSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the tasks that are the same in several trials: those that train, and need none but such
 * tasks. A pipeline of several seeds shares none, since each of them is a run by itself.
 */
final class SharedTasks {
  private static final int SHOWN_DIGITS = 8;

  private final List<Trial> trials;
  private final List<Map<String, String>> digests;
  private final Map<String, Place> places = new LinkedHashMap<>();

  /** Where a task was met first, and in how many trials it is. */
  private static final class Place {
    private final String task;
    private final Pipeline pipeline;
    private int trials;

    Place(String task, Pipeline pipeline) {
      this.task = task;
      this.pipeline = pipeline;
    }
  }

  private SharedTasks(List<Trial> trials, List<Pipeline> pipelines) {
    this.trials = trials;
    digests = pipelines.stream().map(SharedTasks::digests).toList();
    for (int i = 0; i < pipelines.size(); i++) {
      Pipeline pipeline = pipelines.get(i);
      digests
          .get(i)
          .forEach(
              (task, digest) ->
                  places.computeIfAbsent(digest, one -> new Place(task, pipeline)).trials++);
    }
    places.values().removeIf(place -> place.trials < 2);
  }

  /**
   * What trials share.
   *
   * @param tasks in an order in which each comes after those that it needs
   * @param pipelines the text of each one's pipeline, by its name
   * @param takes the names of those that a trial takes, by the trial's name
   */
  record Found(
      List<SharedTask> tasks, Map<String, String> pipelines, Map<String, List<String>> takes) {}

  /**
   * Looks.
   *
   * @param pipelines of the trials, in their order
   */
  static Found in(List<Trial> trials, List<Pipeline> pipelines) {
    return new SharedTasks(trials, pipelines).found();
  }

  /** The digests of the tasks that may be shared, by name, in the pipeline's order. */
  private static Map<String, String> digests(Pipeline pipeline) {
    Map<String, String> digests = new LinkedHashMap<>();
    if (pipeline.seeds().isEmpty()) {
      Map<String, TaskSettings> settings = TaskSettings.ofAll(pipeline);
      for (Task task : pipeline.tasks()) {
        if (task.learn().isPresent() && digests.keySet().containsAll(task.needs())) {
          digests.put(task.name(), Objects.requireNonNull(settings.get(task.name())).digest());
        }
      }
    }
    return digests;
  }

  private Found found() {
    Map<String, String> names = new HashMap<>();
    List<SharedTask> tasks = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    places.forEach(
        (digest, place) -> {
          String name = name(digest, place.task);
          names.put(digest, name);
          Pipeline alone = place.pipeline.upTo(place.task);
          List<String> needs = new ArrayList<>(takes(digests(alone), names));
          needs.remove(name);
          tasks.add(new SharedTask(name, place.task, digest, needs));
          texts.put(name, alone.resolved());
        });
    Map<String, List<String>> takes = new LinkedHashMap<>();
    for (int i = 0; i < trials.size(); i++) {
      takes.put(trials.get(i).name(), takes(digests.get(i), names));
    }
    return new Found(List.copyOf(tasks), texts, takes);
  }

  private static List<String> takes(Map<String, String> digests, Map<String, String> names) {
    return digests.values().stream().filter(names::containsKey).map(names::get).toList();
  }

  private String name(String digest, String task) {
    Set<String> alike = new HashSet<>();
    places.forEach(
        (each, place) -> {
          if (place.task.equals(task)) {
            alike.add(each);
          }
        });
    return "000-" + task + (alike.size() > 1 ? "-" + digest.substring(0, SHOWN_DIGITS) : "");
  }
}
