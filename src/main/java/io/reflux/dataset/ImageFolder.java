package io.reflux.dataset;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any folder or archive of images in which a class is a sub-folder.
 *
 * @param key the setting that names the root, for messages
 * @param root the folder or archive
 * @param place the folder inside that holds the class folders, {@code .} for the root itself, or
 *     {@code auto}
 * @param split how classes are divided
 * @param images which files are images
 */
record ImageFolder(String key, Path root, String place, ClassSplit split, ImageNames images)
    implements DatasetRecipe {
  private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
  private static final String AUTO = "auto";

  /**
   * How classes are divided into training and test.
   *
   * @param by the rule
   * @param file the table of classes, inside of the root
   * @param column the column of it that holds the split
   * @param trainValues what the column says of training classes
   * @param testValues what the column says of test classes
   * @param maxTrainClasses keep the first so many; 0 keeps all
   * @param maxTestClasses keep the first so many; 0 keeps all
   */
  record ClassSplit(
      Rule by,
      String file,
      String column,
      List<String> trainValues,
      List<String> testValues,
      int maxTrainClasses,
      int maxTestClasses) {}

  /** The rules by which classes are divided. */
  enum Rule {
    AUTO,
    FILE,
    FOLDERS,
    HALVES,
    NONE
  }

  static ImageFolder read(Section section) {
    Map<String, Rule> rules =
        java.util.Arrays.stream(Rule.values())
            .collect(
                Collectors.toMap(
                    r -> r.name().toLowerCase(Locale.ROOT),
                    r -> r,
                    (a, b) -> a,
                    java.util.LinkedHashMap::new));
    Section split = section.section("split");
    ClassSplit classSplit =
        new ClassSplit(
            split.oneOf("by", rules),
            split.text("file"),
            split.text("column"),
            split.texts("train-values"),
            split.texts("test-values"),
            split.whole("max-train-classes", Range.NOT_NEGATIVE),
            split.whole("max-test-classes", Range.NOT_NEGATIVE));
    split.finish();
    return new ImageFolder(
        section.path().isEmpty() ? "root" : section.path() + ".root",
        section.file("root"),
        section.text("images"),
        classSplit,
        ImageNames.read(section));
  }

  @Override
  public Splits open() {
    FileTree tree = FileTree.open(root, key);
    String top = soleTopFolder(tree);
    String parent = parent(tree, top);
    ClassFolders folders = new ClassFolders(tree, parent, images, false);
    if (folders.names().isEmpty()) {
      throw new DatasetException(key + ": " + folders.place() + " " + folders.insteadOfClasses());
    }
    SplitFile table = table(tree, top);
    if (table == null) {
      return switch (split.by) {
        case NONE -> undivided(folders);
        case HALVES -> halves(folders);
        default -> byFolders(tree, parent, folders).orElseGet(() -> halves(folders));
      };
    }
    return Splits.of(
        part(folders, table, split.trainValues, split.maxTrainClasses),
        part(folders, table, split.testValues, split.maxTestClasses));
  }

  private @Nullable SplitFile table(FileTree tree, String top) {
    String path = tree.names().find(split.file) >= 0 ? split.file : top + split.file;
    boolean used = split.by == Rule.FILE || (split.by == Rule.AUTO && tree.names().find(path) >= 0);
    return used ? SplitFile.read(tree, path, split.column) : null;
  }

  private Dataset part(ClassFolders folders, SplitFile table, List<String> values, int maxClasses) {
    List<String> classes = table.classesOf(values);
    if (classes.isEmpty()) {
      throw new DatasetException(
          root
              + "/"
              + split.file
              + ": no class with "
              + split.column
              + " "
              + String.join(" or ", values)
              + " (expected: at least one)");
    }
    Set<String> missing = new TreeSet<>(classes);
    missing.removeAll(folders.candidates());
    if (!missing.isEmpty()) {
      throw new DatasetException(
          folders.place()
              + ": "
              + missing.size()
              + " class folders of "
              + split.file
              + " are missing, the first is "
              + missing.iterator().next());
    }
    return folders.split(first(classes, maxClasses));
  }

  /** The parts whose folders there are; under {@code auto} only if they can be nothing else. */
  private Optional<Splits> byFolders(FileTree tree, String parent, ClassFolders folders) {
    Optional<PartFolders> found = PartFolders.among(folders.names());
    if (split.by == Rule.FOLDERS && found.isEmpty()) {
      throw new DatasetException(
          folders.place()
              + ": split.by: folders (expected: a folder train, and a folder test or val, with the"
              + " class folders inside)");
    }
    String prefix = parent.isEmpty() ? "" : parent + "/";
    return found
        .filter(parts -> split.by == Rule.FOLDERS || parts.areAll(folders.names()))
        .filter(parts -> split.by == Rule.FOLDERS || holdClasses(tree, prefix, parts))
        .map(
            parts -> {
              LOG.info("{}: parts by folder: {}", folders.place(), parts);
              return parts.open(name -> part(tree, prefix + name, name.equals(parts.train())));
            });
  }

  private boolean holdClasses(FileTree tree, String prefix, PartFolders parts) {
    return Stream.of(parts.train(), parts.measured())
        .noneMatch(name -> new ClassFolders(tree, prefix + name, images, false).names().isEmpty());
  }

  private Dataset part(FileTree tree, String place, boolean train) {
    ClassFolders folders = new ClassFolders(tree, place, images, false);
    if (folders.names().isEmpty()) {
      throw new DatasetException(key + ": " + folders.place() + " " + folders.insteadOfClasses());
    }
    int most = train ? split.maxTrainClasses : split.maxTestClasses;
    return folders.split(first(folders.names(), most));
  }

  private Splits halves(ClassFolders folders) {
    List<String> names = folders.names();
    if (names.size() < 2) {
      throw new DatasetException(
          key
              + ": "
              + folders.place()
              + " has one class folder (expected: at least two, half of"
              + " them to train on and half to test on)");
    }
    int half = names.size() / 2;
    return Splits.of(
        folders.split(first(names.subList(0, half), split.maxTrainClasses)),
        folders.split(first(names.subList(half, names.size()), split.maxTestClasses)));
  }

  private Splits undivided(ClassFolders folders) {
    return Splits.of(
        folders.split(first(folders.names(), split.maxTrainClasses)),
        folders.split(first(folders.names(), split.maxTestClasses)));
  }

  private String parent(FileTree tree, String top) {
    if (!place.equals(AUTO)) {
      return place.equals(".") ? "" : place;
    }
    for (String candidate : List.of("images", top + "images")) {
      if (tree.names().folders().stream().anyMatch(f -> f.startsWith(candidate + "/"))) {
        return candidate;
      }
    }
    return "";
  }

  /** The folder that holds everything else, with its slash, as archives often have; or empty. */
  private static String soleTopFolder(FileTree tree) {
    Set<String> tops =
        tree.names().folders().stream().map(f -> f.split("/", 2)[0]).collect(Collectors.toSet());
    tops.remove("__MACOSX");
    return tops.size() == 1 ? tops.iterator().next() + "/" : "";
  }

  private static List<String> first(List<String> names, int count) {
    return count == 0 || count >= names.size() ? names : names.subList(0, count);
  }
}
