package io.reflux.dataset;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Shards as WebDataset writes them: TAR archives in which files of one name are a sample, as {@code
 * 000000.jpg} and {@code 000000.cls}; gzipped ones too. In order they are read from their beginning
 * to their end; a training reads them wherever its batches want to.
 *
 * @param key the setting that names the root, for messages
 * @param root a folder of shards, one shard, or a pattern with braces
 * @param images which files are images
 * @param labels where labels stand
 * @param split how samples are divided
 */
record WebDataset(String key, Path root, ImageNames images, WebSamples.Labels labels, Split split)
    implements DatasetRecipe {
  private static final String AUTO = "auto";
  private static final Pattern TRAINING = named("train(ing)?");
  private static final Pattern TESTING = named("test(ing)?|val|valid|validation");

  /** The rules by which samples are divided. */
  enum Rule {
    /** Shards if their names say what they are for, else half of the classes. */
    AUTO,
    SHARDS,
    CLASSES,
    IMAGES,
    NONE
  }

  /**
   * How samples are divided.
   *
   * @param by the rule
   * @param share what trains, of the classes or of the images of each class
   * @param seed what draws the images that train
   * @param train which shards train, by a pattern; {@code auto} for those that are called so
   * @param test which shards test
   */
  record Split(Rule by, double share, long seed, String train, String test) {
    static Split read(Section section) {
      Rule by = section.oneOf("by", Rule.class);
      double share = section.number("share", Range.SHARE);
      long seed = section.wholeLong("seed", Range.ANY);
      Split split = new Split(by, share, seed, section.text("train"), section.text("test"));
      section.finish();
      return split;
    }
  }

  static WebDataset read(Section section) {
    return new WebDataset(
        section.path().isEmpty() ? "root" : section.path() + ".root",
        section.file("root"),
        ImageNames.read(section),
        new WebSamples.Labels(section.texts("labels"), section.text("json-key")),
        Split.read(section.section("split")));
  }

  private static Pattern named(String words) {
    return Pattern.compile("(?i)(^|.*[-_./])(" + words + ")([-_./0-9].*|$)");
  }

  @Override
  public Splits open() {
    boolean folder = Files.isDirectory(root);
    Path parent = root.toAbsolutePath().getParent();
    Path place = folder || parent == null ? root : place(parent);
    List<String> shards = folder ? inside() : listed(place);
    Set<Integer> training = chosen(split.train(), TRAINING, shards);
    Set<Integer> testing = chosen(split.test(), TESTING, shards);
    WebSamples samples = new WebSamples(TarShards.open(place, shards, key), images, labels);
    boolean apart = !training.isEmpty() && !testing.isEmpty();
    if (split.by() == Rule.SHARDS && !apart) {
      throw new DatasetException(
          "%s: split.by: shards (expected: shards that are called train, and test or val; or"
                  .formatted(key)
              + " split.train and split.test)");
    }
    if (apart && (split.by() == Rule.SHARDS || split.by() == Rule.AUTO)) {
      return Splits.of(samples.of(training::contains), samples.of(testing::contains))
          .by("%d shards train, %d test".formatted(training.size(), testing.size()));
    }
    return divided(samples.of(shard -> true));
  }

  /** The folder of a pattern: braces may stand for folders too. */
  private static Path place(Path parent) {
    Path place = parent;
    while (BracePattern.is(place.toString())) {
      place = Optional.ofNullable(place.getParent()).orElseThrow();
    }
    return place;
  }

  private Splits divided(ExampleIndex all) {
    if (split.by() == Rule.IMAGES) {
      return DividedImages.of(all, split.share(), split.seed())
          .by(DividedImages.inWords(split.share(), split.seed()));
    }
    if (split.by() == Rule.NONE || !all.labelled()) {
      return Splits.of(all, all).by("undivided: what is trained on is also tested on");
    }
    return DividedImages.byClasses(all, split.by() == Rule.CLASSES ? split.share() : 0.5);
  }

  private List<String> inside() {
    FileTree tree = FileTree.open(root, key);
    List<String> shards =
        IntStream.range(0, tree.names().size())
            .mapToObj(tree.names()::path)
            .filter(path -> path.endsWith(".tar") || Unzipped.isZipped(path))
            .toList();
    if (shards.isEmpty()) {
      throw new DatasetException(
          "%s: %s holds no shard (expected: .tar or .tar.gz archives)".formatted(key, root));
    }
    return shards;
  }

  private List<String> listed(Path place) {
    List<String> shards = new ArrayList<>();
    for (String name : BracePattern.names(root.toAbsolutePath().toString())) {
      shards.add(place.relativize(Path.of(name)).toString().replace('\\', '/'));
    }
    return shards;
  }

  private Set<Integer> chosen(String pattern, Pattern called, List<String> shards) {
    Set<Integer> chosen = new TreeSet<>();
    if (pattern.equals(AUTO)) {
      IntStream.range(0, shards.size())
          .filter(shard -> called.matcher(shards.get(shard)).matches())
          .forEach(chosen::add);
      return chosen;
    }
    for (String name : BracePattern.names(pattern)) {
      int shard = shards.indexOf(name);
      if (shard < 0) {
        throw new DatasetException(
            "%s: no shard %s (expected: one of those in %s)".formatted(key, name, root));
      }
      chosen.add(shard);
    }
    return chosen;
  }
}
