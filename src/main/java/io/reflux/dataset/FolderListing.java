package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists a folder. Links are followed, but every folder is listed once, under the path without links
 * if it has one, else under the first: so links that lead back up, and those that multiply (a farm
 * of them can name a folder more often than there are atoms), cost no more than what is there.
 */
final class FolderListing {
  private static final Logger LOG = LoggerFactory.getLogger(FolderListing.class);

  /** What bytes that are no text in the locale's encoding are decoded to. */
  private static final char UNKNOWN_CHARACTER = '\uFFFD';

  private final Path root;
  private final Map<String, List<Found>> filesOfFolder = new HashMap<>();
  private final Set<Object> listed = new HashSet<>();
  private final Deque<String> folders = new ArrayDeque<>();
  private final Queue<String> links = new PriorityQueue<>(CodePoints.ORDER);

  /** A file of a folder. */
  private record Found(String name, FileFacts facts) {}

  FolderListing(Path root) {
    this.root = root;
  }

  /** Lists it. */
  FolderTree tree() throws IOException {
    try {
      List<String> passedOver = new ArrayList<>();
      links.add("");
      while (!links.isEmpty()) {
        String link = links.remove();
        if (listed.contains(identity(link))) {
          passedOver.add(link);
        } else {
          list(link);
        }
      }
      tell(passedOver);
    } catch (AccessDeniedException e) {
      throw new IOException("no right to list " + e.getFile(), e);
    }
    return sorted();
  }

  /** A folder and those inside of it, but for links. */
  private void list(String top) throws IOException {
    folders.push(top);
    while (!folders.isEmpty()) {
      String folder = folders.pop();
      if (listed.add(identity(folder))) {
        listAlone(folder);
      }
    }
  }

  /**
   * What is the same for all paths to one folder. (Its number on its device where there is one: the
   * real path of a folder n levels deep costs n questions to the system.)
   */
  private Object identity(String folder) throws IOException {
    Path path = path(folder);
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? path.toRealPath() : key;
  }

  private void listAlone(String folder) throws IOException {
    List<Found> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
      for (Path entry : entries) {
        String name = name(entry);
        BasicFileAttributes attributes = attributes(entry);
        String inside = folder.isEmpty() ? name : folder + "/" + name;
        if (!attributes.isDirectory()) {
          files.add(new Found(name, facts(attributes)));
        } else if (Files.isSymbolicLink(entry)) {
          links.add(inside);
        } else {
          folders.push(inside);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (!files.isEmpty()) {
      files.sort(Comparator.comparing(Found::name, CodePoints.ORDER));
      filesOfFolder.put(folder, files);
    }
  }

  /**
   * A file's own name.
   *
   * @throws IOException if it can't be written as text and read back: nobody could open it by that
   */
  private static String name(Path entry) throws IOException {
    String name = String.valueOf(entry.getFileName());
    if (name.indexOf(UNKNOWN_CHARACTER) >= 0) {
      throw new IOException(
          "the name of a file in "
              + entry.getParent()
              + " is no text in "
              + System.getProperty("sun.jnu.encoding")
              + ", the locale's: "
              + name
              + " (expected: UTF-8; LC_ALL=C.UTF-8 sets it, a file's name mends mv)");
    }
    return name;
  }

  /** Of what a link leads to; of the link itself if it leads to nothing. */
  private static BasicFileAttributes attributes(Path entry) throws IOException {
    try {
      return Files.readAttributes(entry, BasicFileAttributes.class);
    } catch (FileSystemException e) {
      if (e.getClass() == NoSuchFileException.class || leadsInCircles(e)) {
        return Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      }
      throw e;
    }
  }

  /** Of a link to nothing there are none. */
  private static FileFacts facts(BasicFileAttributes file) {
    return file.isSymbolicLink()
        ? FileFacts.NONE
        : FileFacts.ofSize(file.size()).writtenAt(file.lastModifiedTime().toMillis());
  }

  private static boolean leadsInCircles(FileSystemException e) {
    return String.valueOf(e.getReason()).contains("levels of symbolic links");
  }

  private Path path(String folder) {
    return root.resolve(folder);
  }

  private FolderTree sorted() {
    Map<String, List<String>> namesOfFolder = new HashMap<>();
    filesOfFolder.forEach(
        (folder, files) -> namesOfFolder.put(folder, files.stream().map(Found::name).toList()));
    FileNames names = FileNames.of(namesOfFolder);
    long[] bytes = new long[names.size()];
    long[] modified = new long[names.size()];
    int file = 0;
    for (String folder : names.folders()) {
      for (Found found : filesOfFolder.getOrDefault(folder, List.of())) {
        bytes[file] = found.facts().bytes();
        modified[file++] = found.facts().modified();
      }
    }
    return new FolderTree(root, names, bytes, modified);
  }

  private void tell(List<String> passedOver) {
    if (!passedOver.isEmpty()) {
      LOG.warn(
          "{}: {} links to folders that are listed already are passed over, the first is {}",
          root,
          passedOver.size(),
          passedOver.get(0));
    }
  }
}
