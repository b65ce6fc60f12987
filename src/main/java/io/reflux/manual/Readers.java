package io.reflux.manual;

import io.reflux.dataset.Datasets;
import io.reflux.miner.Miners;
import io.reflux.network.Heads;
import io.reflux.objective.Objective;
import io.reflux.objective.catalogue.Objectives;
import io.reflux.sampler.Samplers;
import io.reflux.setting.Catalogue;
import io.reflux.train.Optimizers;
import io.reflux.train.Schedules;
import io.reflux.view.Views;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the entries of catalogues are read into, whose Javadoc describes them.
 *
 * @param classes by the entry's place in the menu, as {@code objective.rkd}
 * @param objectives the losses with their defaults, by the same
 */
record Readers(Map<String, Class<?>> classes, Map<String, Objective> objectives) {
  /** Of all catalogues. */
  static Readers all() {
    Readers readers = new Readers(new LinkedHashMap<>(), new LinkedHashMap<>());
    readers.add("dataset", Datasets.CATALOGUE);
    readers.add("sampler", Samplers.CATALOGUE);
    readers.add("view", Views.CATALOGUE);
    readers.add("network.head", Heads.CATALOGUE);
    readers.add("miner", Miners.CATALOGUE);
    readers.add("objective", Objectives.CATALOGUE);
    readers.add("optimizer", Optimizers.CATALOGUE);
    readers.add("schedule", Schedules.CATALOGUE);
    Objectives.CATALOGUE
        .names()
        .forEach(
            name ->
                readers.objectives.put(
                    "objective." + name, Objectives.CATALOGUE.withDefaults(name)));
    return readers;
  }

  private <T> void add(String room, Catalogue<T> catalogue) {
    catalogue
        .names()
        .forEach(
            name -> {
              Object read = catalogue.withDefaults(name);
              classes.put(room + "." + name, read.getClass());
            });
  }

  /** The link to the loss, miner … of a class's simple name, or the name as code. */
  String link(String simpleName) {
    return classes.entrySet().stream()
        .filter(each -> each.getValue().getSimpleName().equals(simpleName))
        .map(Map.Entry::getKey)
        .findFirst()
        .map(path -> "[" + Markdown.literal(name(path)) + "](" + Chapters.href(path) + ")")
        .orElseGet(() -> Markdown.code(simpleName));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
