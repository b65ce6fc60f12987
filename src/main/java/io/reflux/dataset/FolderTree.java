package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    list(root, "", new HashSet<>(), filesOfFolder);
    return new FolderTree(root, FileNames.of(filesOfFolder));
  }

  @Override
  public byte[] read(int file) throws IOException {
    Path path = root.resolve(names.path(file));
    long size = Files.size(path);
    if (size > LARGEST_FILE) {
      throw new IOException("file of " + size + " bytes (expected: at most " + LARGEST_FILE + ")");
    }
    return Files.readAllBytes(path);
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
