package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of a folder. Links are followed; a link that leads back up is refused. */
record FolderTree(Path root, FileNames names) implements FileTree {

  static FolderTree open(Path root) throws IOException {
    Map<String, List<String>> filesOfFolder = new HashMap<>();
    try {
      list(root, "", new HashSet<>(), filesOfFolder);
    } catch (AccessDeniedException e) {
      throw new IOException("no right to list " + e.getFile(), e);
    }
    return new FolderTree(root, FileNames.of(filesOfFolder));
  }

  @Override
  public byte[] read(int file) throws IOException {
    return read(root.resolve(names.path(file)));
  }

  /** The content of a file, if it is one and not too large. */
  static byte[] read(Path path) throws IOException {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      if (!file.isRegularFile()) {
        throw new DamagedFileException("it is no file (expected: no pipe, device or folder)");
      }
      if (file.size() > LARGEST_FILE) {
        throw new DamagedFileException(
            "file of " + file.size() + " bytes (expected: at most " + LARGEST_FILE + ")");
      }
      return Files.readAllBytes(path);
    } catch (AccessDeniedException e) {
      throw new IOException("no right to read it", e);
    } catch (NoSuchFileException e) {
      throw new IOException("it is gone, or a link to nothing", e);
    }
  }

  private static void list(
      Path folder, String name, Set<Path> above, Map<String, List<String>> filesOfFolder)
      throws IOException {
    Path real = folder.toRealPath();
    if (!above.add(real)) {
      throw new FileSystemLoopException(folder + " links to a folder that holds it");
    }
    List<String> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String own = String.valueOf(entry.getFileName());
        if (Files.isDirectory(entry)) {
          list(entry, name.isEmpty() ? own : name + "/" + own, above, filesOfFolder);
        } else {
          files.add(own);
        }
      }
    }
    if (!files.isEmpty()) {
      filesOfFolder.put(name, files);
    }
    above.remove(real);
  }
}
