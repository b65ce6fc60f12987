package io.reflux.cli;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetRecipe;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.JoinedSplits;
import io.reflux.dataset.Splits;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Nearest;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The dataset that a command line names. */
final class DataOption {
  private static final Pattern NAMED = Pattern.compile("([a-z0-9-]{2,}):.*");

  private static final Pattern SHARD = Pattern.compile("(?i).*\\.(tar|tgz|tar\\.gz)");

  private DataOption() {}

  /** A folder or file, NAME:PATH, or settings in braces; what can't be read is refused. */
  static DatasetRecipe read(String text, Consumer<String> refuse) {
    unknown(text).ifPresent(refuse);
    Problems problems = new Problems();
    Optional<Section> section = HoconFile.parse(settings(text), "--data", Path.of(""), problems);
    DatasetRecipe recipe =
        section
            .map(each -> Datasets.CATALOGUE.readNamed(each, "dataset").value())
            .orElseGet(() -> Datasets.CATALOGUE.withDefaults("image-folder"));
    problems.all().stream().findFirst().ifPresent(problem -> refuse.accept(problem.toString()));
    return recipe;
  }

  /** Training and test examples as one part. */
  static Dataset all(Splits splits) {
    return new JoinedSplits(splits.train(), splits.test());
  }

  /** What is wrong with {@code NAME:PATH} where nothing is called so; empty if nothing is. */
  private static Optional<String> unknown(String text) {
    Matcher named = NAMED.matcher(text);
    Set<String> names = Datasets.CATALOGUE.names();
    if (!named.matches() || names.contains(named.group(1)) || Files.exists(Path.of(text))) {
      return Optional.empty();
    }
    String name = named.group(1);
    return Optional.of(
        "--data: "
            + name
            + " (expected: the name of a dataset; "
            + Nearest.hint(name, names)
            + ")");
  }

  /** The dataset that reads a path: tables and shards are known by their names. */
  private static String kind(String path) {
    if (path.matches("(?i).*\\.(csv|tsv|parquet)")) {
      return "table";
    }
    boolean pattern = path.contains("{") && SHARD.matcher(path).matches();
    return pattern || holdsShardsAlone(Path.of(path)) ? "web-dataset" : "image-folder";
  }

  private static boolean holdsShardsAlone(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      List<String> names = inside.map(each -> String.valueOf(each.getFileName())).toList();
      return !names.isEmpty() && names.stream().allMatch(name -> SHARD.matcher(name).matches());
    } catch (IOException e) {
      return false; // whoever opens it says so
    }
  }

  private static String settings(String text) {
    if (text.strip().startsWith("{")) {
      return text;
    }
    int colon = text.indexOf(':');
    boolean named = colon > 0 && Datasets.CATALOGUE.names().contains(text.substring(0, colon));
    String name = named ? text.substring(0, colon) : kind(text);
    String root = named ? text.substring(colon + 1) : text;
    return "dataset = " + name + "\nroot = " + HoconText.quoted(root);
  }
}
