package io.reflux.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images without classes: those of folders and archives, whatever lies in which sub-folder, and
 * single files. All have the same label.
 */
public final class LooseImages implements Unclassified {
  private static final Logger LOG = LoggerFactory.getLogger(LooseImages.class);

  private final List<One> images = new ArrayList<>();

  /** One image: how it is called, and where it is read from. */
  private record One(String name, FileFacts facts, Source source) {}

  /** Reads one file. */
  private interface Source {
    byte[] read() throws IOException;
  }

  private LooseImages() {}

  /**
   * The images at some places, in the order of the places; inside of a place, by path.
   *
   * @throws DatasetException if a place is missing, can't be read or holds no image
   */
  public static LooseImages at(List<Path> places) {
    LooseImages found = new LooseImages();
    for (Path place : places) {
      int before = found.size();
      if (isImage(place.toString()) && Files.isRegularFile(place)) {
        found.images.add(new One(place.toString(), facts(place), () -> FolderTree.read(place)));
      } else {
        found.addTree(place);
      }
      if (found.size() == before) {
        throw new DatasetException(place + ": no image inside (expected: at least one)");
      }
    }
    return found;
  }

  private void addTree(Path place) {
    FileTree tree = FileTree.open(place, "images");
    OtherPictures.below(tree, "", ImageNames.DECODABLE)
        .ifPresent(others -> LOG.warn("{}: left out: {}", place, others));
    for (int file = 0; file < tree.names().size(); file++) {
      int number = file;
      String path = tree.names().path(file);
      if (isImage(path) && !path.startsWith("__MACOSX/")) {
        images.add(
            new One(place.resolve(path).toString(), tree.facts(file), () -> tree.read(number)));
      }
    }
  }

  private static FileFacts facts(Path file) {
    try {
      return FileFacts.ofSize(Files.size(file))
          .writtenAt(Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      return FileFacts.NONE;
    }
  }

  private static boolean isImage(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return ImageNames.DECODABLE.count(name) && !ImageNames.isResourceFork(name);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public String name(int id) {
    return images.get(id).name();
  }

  @Override
  public FileFacts facts(int id) {
    return images.get(id).facts();
  }

  @Override
  public byte[] read(int id) throws IOException {
    return images.get(id).source().read();
  }
}
