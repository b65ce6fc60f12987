package io.reflux.cli;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetRecipe;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.JoinedSplits;
import io.reflux.dataset.Splits;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The dataset that a command line names. */
final class AskedData {
  private AskedData() {}

  /** A folder, NAME:PATH, or settings in braces; what can't be read is refused. */
  static DatasetRecipe read(String text, Consumer<String> refuse) {
    Problems problems = new Problems();
    Optional<Section> section = HoconFile.parse(settings(text), "--data", Path.of(""), problems);
    DatasetRecipe recipe =
        section
            .map(each -> Datasets.CATALOGUE.read(each, "dataset"))
            .orElseGet(() -> Datasets.CATALOGUE.withDefaults("image-folder"));
    problems.all().stream().findFirst().ifPresent(problem -> refuse.accept(problem.toString()));
    return recipe;
  }

  /** Training and test examples as one part. */
  static Dataset all(Splits splits) {
    return new JoinedSplits(splits.train(), splits.test());
  }

  private static String settings(String text) {
    if (text.strip().startsWith("{")) {
      return text;
    }
    int colon = text.indexOf(':');
    boolean named = colon > 0 && Datasets.CATALOGUE.names().contains(text.substring(0, colon));
    String name = named ? text.substring(0, colon) : "image-folder";
    String root = named ? text.substring(colon + 1) : text;
    return "dataset = " + name + "\nroot = " + HoconText.quoted(root);
  }
}
