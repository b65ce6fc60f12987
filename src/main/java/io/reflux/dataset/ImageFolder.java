package io.reflux.dataset;

import io.reflux.dataset.FolderSplit.Rule;
import io.reflux.setting.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any folder or archive of images. A class is a sub-folder, if there are labels at all.
 *
 * @param key the setting that names the root, for messages
 * @param root the folder or archive
 * @param place the folder inside that holds the class folders, {@code .} for the root itself, or
 *     {@code auto}
 * @param labels where labels come from
 * @param split how images are divided
 * @param images which files are images
 */
record ImageFolder(
    String key, Path root, String place, Labels labels, FolderSplit split, ImageNames images)
    implements DatasetRecipe {
  private static final Logger LOG = LoggerFactory.getLogger(ImageFolder.class);
  private static final String AUTO = "auto";

  /** Where labels come from. */
  enum Labels {
    /** Folders, if they can be classes. */
    AUTO,
    FOLDERS,
    NONE
  }

  static ImageFolder read(Section section) {
    return new ImageFolder(
        section.path().isEmpty() ? "root" : section.path() + ".root",
        section.file("root"),
        section.text("images"),
        section.oneOf("labels", Labels.class),
        FolderSplit.read(section.section("split")),
        ImageNames.read(section));
  }

  @Override
  public Splits open() {
    FileTree tree = FileTree.open(root, key);
    String top = soleTopFolder(tree);
    return new Opened(tree, top, parent(tree, top)).splits();
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

  /** The files, once they are listed. */
  private final class Opened {
    private final FileTree tree;
    private final String top;
    private final String parent;
    private final String prefix;
    private final ClassFolders folders;
    private final UnlabelledImages loose;

    /**
     * Of a tree.
     *
     * @param top the folder that holds everything else, with its slash; or empty
     * @param parent the folder that holds the class folders; empty for the root
     */
    Opened(FileTree tree, String top, String parent) {
      this.tree = tree;
      this.top = top;
      this.parent = parent;
      prefix = parent.isEmpty() ? "" : parent + "/";
      folders = new ClassFolders(tree, parent, images, false);
      loose = new UnlabelledImages(tree, images);
    }

    Splits splits() {
      OtherPictures.below(tree, prefix, images)
          .ifPresent(others -> LOG.warn("{}: left out: {}", folders.place(), others));
      Optional<SplitFile> table = labels == Labels.NONE ? Optional.empty() : table();
      if (table.isPresent()) {
        checkFolders();
        return new ClassDivision(key, split, folders).by(table.get(), root + "/" + split.file());
      }
      return byFolders().orElseGet(this::divided);
    }

    private Splits divided() {
      if (isUnlabelled()) {
        Splits found = loose.divided(prefix, split);
        tellOfTable();
        if (found.train().size() > 0) {
          return found;
        }
      }
      checkFolders();
      tellOfLoose();
      return new ClassDivision(key, split, folders).divided();
    }

    private void checkFolders() {
      if (folders.names().isEmpty()) {
        throw new DatasetException(key + ": " + folders.place() + " " + folders.insteadOfClasses());
      }
    }

    private Optional<SplitFile> table() {
      String path = tree.has(split.file()) ? split.file() : top + split.file();
      boolean used = split.isAsked(Rule.FILE) || (split.isAsked(Rule.AUTO) && tree.has(path));
      return used ? Optional.of(SplitFile.read(tree, path, split.column())) : Optional.empty();
    }

    private boolean isUnlabelled() {
      List<String> names = folders.names();
      String inside = parent.isEmpty() ? String.valueOf(root.getFileName()) : parent;
      boolean undecided =
          labels == Labels.AUTO && !split.isAsked(Rule.HALVES) && !split.isAsked(Rule.CLASSES);
      boolean recognised = undecided && UnlabelledImages.hold(names, inside);
      if (recognised && names.size() > 1) {
        LOG.warn(
            "{}: its folders {} … look like dates: taken as images without labels (labels = folders"
                + " makes them classes)",
            folders.place(),
            names.get(0));
      }
      return recognised || labels == Labels.NONE;
    }

    /** The parts whose folders there are; under {@code auto} only if they can be nothing else. */
    private Optional<Splits> byFolders() {
      Optional<PartFolders> found =
          split.allows(Rule.FOLDERS) ? PartFolders.among(folders.names()) : Optional.empty();
      if (split.isAsked(Rule.FOLDERS) && found.isEmpty()) {
        throw new DatasetException(
            folders.place()
                + ": split.by: folders (expected: a folder train, and a folder test or val, with"
                + " the class folders inside)");
      }
      return found
          .filter(parts -> split.isAsked(Rule.FOLDERS) || parts.areAll(folders.names()))
          .flatMap(this::parts);
    }

    private Optional<Splits> parts(PartFolders parts) {
      boolean classes = labels == Labels.FOLDERS || (labels == Labels.AUTO && holdClasses(parts));
      Optional<Splits> unlabelled = classes ? Optional.empty() : loose.of(prefix, parts, split);
      if (classes || (unlabelled.isEmpty() && split.isAsked(Rule.FOLDERS))) {
        return Optional.of(parts.open(name -> part(name, name.equals(parts.train()))))
            .map(found -> found.by(parts.inWords()));
      }
      return unlabelled;
    }

    private boolean holdClasses(PartFolders parts) {
      return Stream.of(parts.train(), parts.measured())
          .noneMatch(
              name -> new ClassFolders(tree, prefix + name, images, false).names().isEmpty());
    }

    private Dataset part(String name, boolean train) {
      ClassFolders own = new ClassFolders(tree, prefix + name, images, false);
      if (own.names().isEmpty()) {
        throw new DatasetException(key + ": " + own.place() + " " + own.insteadOfClasses());
      }
      int most = train ? split.most().trainClasses() : split.most().testClasses();
      return own.split(ClassDivision.first(own.names(), most));
    }

    /** A table that may say what images without labels show. */
    private void tellOfTable() {
      IntStream.range(0, tree.names().size())
          .mapToObj(tree.names()::path)
          .filter(path -> path.indexOf('/') < 0 && TableFile.isTable(path))
          .findFirst()
          .ifPresent(
              path ->
                  LOG.warn(
                      "{}: {} lies beside the images: dataset = table reads what it says of them",
                      root,
                      path));
    }

    /** Images that lie beside the class folders, and so are of no class. */
    private void tellOfLoose() {
      int at = tree.names().folders().indexOf(parent);
      long count =
          at < 0
              ? 0
              : IntStream.range(tree.names().firstOf(at), tree.names().firstOf(at + 1))
                  .mapToObj(tree.names()::fileName)
                  .filter(name -> images.count(name) && !ImageNames.isResourceFork(name))
                  .count();
      if (count > 0) {
        LOG.warn(
            "{}: {} images lie beside the class folders, are of no class and left out",
            folders.place(),
            count);
      }
    }
  }
}
