package io.reflux.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folders that are parts of a dataset, each with class folders inside: {@code train/<class>/…} and
 * {@code val/<class>/…}, as the scripts of torchvision, timm and Ultralytics have them.
 *
 * @param train the folder that is trained on
 * @param test the folders that are not: the first is measured, a second one is for validation
 */
record PartFolders(String train, List<String> test) {
  /** Names that they have, whatever their case; the first that is there counts. */
  private static final List<String> TRAINING = List.of("train", "training");

  private static final List<String> TESTING =
      List.of("test", "testing", "val", "valid", "validation");

  /** Such folders among others; empty if there are none to train on, or none to test on. */
  static Optional<PartFolders> among(List<String> folders) {
    List<String> training = named(TRAINING, folders).toList();
    List<String> testing = named(TESTING, folders).toList();
    return training.isEmpty() || testing.isEmpty()
        ? Optional.empty()
        : Optional.of(new PartFolders(training.get(0), testing));
  }

  /** True if there is nothing beside them: then they can hardly be classes. */
  boolean areAll(List<String> folders) {
    return folders.size() == 1 + test.size();
  }

  /** The rule, for people. */
  String inWords() {
    String rest = test.size() > 1 ? ", " + test.get(1) + " is for validation" : "";
    return "by folder: %s trains, %s tests%s".formatted(train, measured(), rest);
  }

  /** What is measured. */
  String measured() {
    return test.get(0);
  }

  /** The parts of which each is made by {@code opening} of a folder's name. */
  Splits open(java.util.function.Function<String, Dataset> opening) {
    Map<String, Dataset> others =
        test.size() > 1 ? Map.of(Splits.VALIDATION, opening.apply(test.get(1))) : Map.of();
    return new Splits(opening.apply(train), opening.apply(measured()), others);
  }

  private static Stream<String> named(List<String> names, List<String> folders) {
    return names.stream()
        .flatMap(name -> folders.stream().filter(f -> f.toLowerCase(Locale.ROOT).equals(name)));
  }
}
