package io.reflux.manual;

import java.util.List;

/** Which rooms of the menu stand on which page. */
final class Chapters {
  /** The pages of the reference, in the order of the list. */
  static final List<Chapter> ALL =
      List.of(
          new Chapter(
              "pipeline",
              "A pipeline file",
              List.of("pipeline", "teacher.cache", "status", "cluster")),
          new Chapter("method", "Methods and losses", List.of("method", "objective")),
          new Chapter("miner", "Miners", List.of("miner")),
          new Chapter("network", "Networks", List.of("network")),
          new Chapter("data", "Datasets and decoding", List.of("dataset", "intake.decode")),
          new Chapter("sampler", "Samplers", List.of("sampler")),
          new Chapter("view", "Views and augmentations", List.of("view")),
          new Chapter("evaluate", "Metrics and evaluation", List.of("evaluate")),
          new Chapter("optimizer", "Optimizers and schedules", List.of("optimizer", "schedule")));

  private Chapters() {}

  /**
   * A page of the reference.
   *
   * @param name its file's
   * @param title its heading
   * @param rooms what stands on it, places in the menu
   */
  record Chapter(String name, String title, List<String> rooms) {
    boolean holds(String path) {
      return rooms.stream().anyMatch(room -> path.equals(room) || path.startsWith(room + "."));
    }
  }

  /** Whether a page says something of a place in the menu. */
  static boolean has(String path) {
    return ALL.stream().anyMatch(chapter -> chapter.holds(path));
  }

  /** Where a key or a block of the menu is explained. */
  static String href(String path) {
    return ALL.stream()
        .filter(chapter -> chapter.holds(path))
        .findFirst()
        .map(chapter -> chapter.name() + ".html#" + path)
        .orElseThrow(() -> new IllegalArgumentException(path + " stands in no chapter"));
  }
}
