package io.reflux.dataset;

import io.reflux.setting.Amount;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Pictures of kinds that nobody here decodes, as telephones and cameras write them: whoever has
 * them among the images would miss them.
 */
final class OtherPictures {
  private static final Set<String> ENDINGS =
      Set.of(
          "heic", "heif", "avif", "jxl", "jp2", "jfif", "dng", "cr2", "cr3", "nef", "arw", "orf",
          "rw2", "raf", "psd");

  /** Folders that hold no classes either. */
  private static final Pattern HIDDEN = Pattern.compile("(^|/)(__MACOSX|\\.[^/]*)/");

  private OtherPictures() {}

  /** How many a folder has that are not read, of which kinds, and the first of them, in words. */
  static Optional<String> below(FileTree tree, String prefix, ImageNames read) {
    int[] files =
        IntStream.range(0, tree.names().size())
            .filter(file -> isOne(tree.names().fileName(file), read))
            .filter(file -> tree.names().path(file).startsWith(prefix))
            .filter(file -> !HIDDEN.matcher(tree.names().path(file)).find())
            .toArray();
    if (files.length == 0) {
      return Optional.empty();
    }
    Set<String> kinds = new TreeSet<>();
    IntStream.of(files).forEach(file -> kinds.add(ending(tree.names().fileName(file))));
    return Optional.of(
        String.format(
            "%s of kinds that are not read (%s), the first is %s",
            Amount.of(files.length, "picture"),
            String.join(", ", kinds),
            tree.names().path(files[0])));
  }

  private static boolean isOne(String fileName, ImageNames read) {
    return ENDINGS.contains(ending(fileName))
        && !read.count(fileName)
        && !ImageNames.isResourceFork(fileName);
  }

  private static String ending(String fileName) {
    return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
