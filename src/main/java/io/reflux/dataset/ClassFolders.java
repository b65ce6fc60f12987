package io.reflux.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder whose sub-folders are the classes, as torchvision's ImageFolder reads it: classes by
 * name, files by folder and then by name, nested folders included.
 */
final class ClassFolders {
  private static final Logger LOG = LoggerFactory.getLogger(ClassFolders.class);

  private final FileTree tree;
  private final String parent;
  private final Map<String, List<Integer>> foldersOfClass = new TreeMap<>(CodePoints.ORDER);
  private final ImageNames images;
  private final boolean hidden;
  private final List<String> names;

  /**
   * Finds the classes.
   *
   * @param parent the folder inside the tree that holds the class folders; empty for its root
   * @param images which files count
   * @param hidden whether folders that begin with a dot and files that begin with {@code ._} count
   */
  ClassFolders(FileTree tree, String parent, ImageNames images, boolean hidden) {
    this.tree = tree;
    this.parent = parent;
    this.images = images;
    this.hidden = hidden;
    String prefix = parent.isEmpty() ? "" : parent + "/";
    List<String> folders = tree.names().folders();
    for (int f = 0; f < folders.size(); f++) {
      String folder = folders.get(f);
      if (folder.startsWith(prefix) && folder.length() > prefix.length()) {
        String name = folder.substring(prefix.length()).split("/", 2)[0];
        foldersOfClass.computeIfAbsent(name, n -> new ArrayList<>()).add(f);
      }
    }
    if (!hidden) {
      foldersOfClass.keySet().removeIf(name -> name.startsWith(".") || name.equals("__MACOSX"));
    }
    names = foldersOfClass.keySet().stream().filter(this::holdsImages).toList();
    tellOfOthers();
  }

  private boolean holdsImages(String name) {
    return images(name).findAny().isPresent();
  }

  private void tellOfOthers() {
    if (names.isEmpty()) {
      return;
    }
    Set<String> others = new TreeSet<>(CodePoints.ORDER);
    others.addAll(foldersOfClass.keySet());
    others.addAll(onDisk());
    names.forEach(others::remove);
    if (!others.isEmpty()) {
      LOG.warn(
          "{}: {} folders hold no image and are no classes, the first is {}",
          place(),
          others.size(),
          others.iterator().next());
    }
  }

  /** Folders as they lie on the disk: of a tree, which knows files, empty ones are no part. */
  private Set<String> onDisk() {
    Path folder = tree.root().resolve(parent);
    if (!Files.isDirectory(folder)) {
      return Set.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .map(each -> String.valueOf(each.getFileName()))
          .filter(name -> hidden || !name.startsWith("."))
          .filter(name -> !name.equals("__MACOSX") && !foldersOfClass.containsKey(name))
          .filter(name -> Files.isDirectory(folder.resolve(name)))
          .collect(Collectors.toSet());
    } catch (IOException | UncheckedIOException e) {
      return Set.of(); // whoever reads it says so
    }
  }

  /** Where the class folders lie, for messages. */
  String place() {
    return parent.isEmpty() ? tree.root().toString() : tree.root() + "/" + parent;
  }

  /** The names of all folders that hold images, in order. */
  List<String> names() {
    return names;
  }

  /** The names of all folders where classes may be, also of those without an image. */
  Set<String> candidates() {
    return foldersOfClass.keySet();
  }

  /** What there is instead of a class folder, for messages. */
  String insteadOfClasses() {
    return foldersOfClass.isEmpty()
        ? "has no class folders (expected: one folder a class" + instead() + ")"
        : "has no image in any of its "
            + foldersOfClass.size()
            + " folders"
            + OtherPictures.below(tree, parent, images).map(others -> ", but " + others).orElse("")
            + " (expected: files of "
            + images.inWords()
            + ")";
  }

  /** What reads the files that lie there instead. */
  private String instead() {
    List<String> files =
        IntStream.range(0, tree.names().size()).mapToObj(tree.names()::path).toList();
    if (files.stream().anyMatch(file -> file.endsWith(".tar") || Unzipped.isZipped(file))) {
      return "; dataset = web-dataset reads shards";
    }
    return files.stream().anyMatch(TableFile::isTable) ? "; dataset = table reads tables" : "";
  }

  /** The split made of these class folders; the class of an example is its folder's position. */
  ExampleIndex split(List<String> classNames) {
    ExampleIndex.Builder examples = new ExampleIndex.Builder(tree);
    for (int label = 0; label < classNames.size(); label++) {
      String name = classNames.get(label);
      int[] files = images(name).toArray();
      if (files.length == 0) {
        throw new DatasetException(
            place()
                + ": class folder "
                + name
                + " holds no image (expected: at least one file of "
                + images.inWords()
                + ")");
      }
      for (int file : files) {
        examples.add(file, label, name);
      }
    }
    return examples.build();
  }

  private IntStream images(String name) {
    return Optional.ofNullable(foldersOfClass.get(name)).orElse(List.of()).stream()
        .flatMapToInt(f -> IntStream.range(tree.names().firstOf(f), tree.names().firstOf(f + 1)))
        .filter(file -> isImage(tree.names().fileName(file)));
  }

  private boolean isImage(String fileName) {
    return images.count(fileName) && (hidden || !ImageNames.isResourceFork(fileName));
  }
}
