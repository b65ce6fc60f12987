package io.reflux.dataset;

import io.reflux.dataset.FolderSplit.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Images whose folders say nothing of what they show: all of a place, however deep they lie.
 *
 * @param tree where they are
 * @param images which files count
 */
record UnlabelledImages(FileTree tree, ImageNames images) {
  /** Years, months and days, as {@code 2026}, {@code 2026-05}, {@code 20260531}. */
  private static final Pattern DATE =
      Pattern.compile("(19|20)\\d\\d([-_.]?(0[1-9]|1[0-2])([-_.]?(0[1-9]|[12]\\d|3[01]))?)?");

  /** Months and days inside of a folder of a year. */
  private static final Pattern PART_OF_DATE = Pattern.compile("(0[1-9]|[12]\\d|3[01])");

  /**
   * True if folders can hardly be classes: there are none, one that may just hold everything, or
   * each is named for a date, as cameras and people who sort by date name them.
   *
   * @param parent the folder that they lie in
   */
  static boolean hold(List<String> folders, String parent) {
    boolean inYear = DATE.matcher(parent).matches();
    return folders.size() < 2
        || folders.stream()
            .allMatch(
                name ->
                    DATE.matcher(name).matches()
                        || (inYear && PART_OF_DATE.matcher(name).matches()));
  }

  /** All images in a folder, its slash included; of the whole tree if that is empty. */
  ExampleIndex in(String folder) {
    ExampleIndex.Builder all = new ExampleIndex.Builder(tree);
    List<String> folders = tree.names().folders();
    for (int f = 0; f < folders.size(); f++) {
      String inside = folders.get(f) + "/";
      if (inside.startsWith(folder) && !isHidden(inside.substring(folder.length()))) {
        for (int file = tree.names().firstOf(f); file < tree.names().firstOf(f + 1); file++) {
          String name = tree.names().fileName(file);
          if (images.count(name) && !ImageNames.isResourceFork(name)) {
            all.add(file, 0, Dataset.UNLABELLED);
          }
        }
      }
    }
    return all.build();
  }

  /** Whether a folder, its slash included, is one that programs keep for themselves. */
  private static boolean isHidden(String path) {
    return Stream.of(path.split("/")).anyMatch(part -> part.startsWith("."))
        || path.startsWith("__MACOSX/");
  }

  /** All of them divided as was asked for; without a rule all train, and some of them test. */
  Splits divided(String folder, FolderSplit split) {
    ExampleIndex all = in(folder);
    int most = split.most().testImages();
    if (split.isAsked(Rule.IMAGES)) {
      Splits parts = DividedImages.of(all, split.share(), split.seed());
      ExampleIndex test = DividedImages.spread((ExampleIndex) parts.test(), most);
      return new Splits(parts.train(), test, Map.of())
          .by(
              "no labels: %s of the images train, by lot (seed %d), the others test"
                  .formatted(DividedImages.percent(split.share()), split.seed()));
    }
    ExampleIndex test = DividedImages.spread(all, most);
    return Splits.of(all, test)
        .by("no labels: all images train, %,d of them, spread evenly, test".formatted(test.size()));
  }

  /** The images of parts; empty if one of them holds none. */
  Optional<Splits> of(String prefix, PartFolders parts, FolderSplit split) {
    Splits found =
        parts.open(
            name ->
                name.equals(parts.train())
                    ? in(prefix + name + "/")
                    : DividedImages.spread(in(prefix + name + "/"), split.most().testImages()));
    return found.train().size() == 0 || found.test().size() == 0
        ? Optional.empty()
        : Optional.of(found.by("no labels, " + parts.inWords()));
  }
}
