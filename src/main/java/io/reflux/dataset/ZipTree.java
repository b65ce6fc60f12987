package io.reflux.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files of a ZIP archive, read from it one by one. */
final class ZipTree implements FileTree {
  private final Path root;
  private final ZipFile zip;
  private final FileNames names;

  private ZipTree(Path root, ZipFile zip, FileNames names) {
    this.root = root;
    this.zip = zip;
    this.names = names;
  }

  static ZipTree open(Path root) throws IOException {
    ZipFile zip = zip(root);
    try {
      return new ZipTree(root, zip, list(zip));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public FileNames names() {
    return names;
  }

  @Override
  public byte[] read(int file) throws IOException {
    String path = names.path(file);
    ZipEntry entry = zip.getEntry(path);
    if (entry == null) {
      entry = zip.getEntry("./" + path);
    }
    if (entry == null) {
      throw new IOException("no longer in the archive");
    }
    // The declared size may lie, so what is read is bounded, not what is declared.
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) LARGEST_FILE);
      if (in.read() >= 0) {
        throw new IOException("file of more than " + LARGEST_FILE + " bytes");
      }
      return bytes;
    }
  }

  /** Names are UTF-8, or of the code page that ZIP archives began with. */
  private static ZipFile zip(Path root) throws IOException {
    try {
      return new ZipFile(root.toFile());
    } catch (ZipException e) {
      String why = String.valueOf(e.getMessage());
      if (why.contains("encrypted")) {
        throw new IOException("it is encrypted; unpack it with its password", e);
      }
      if (why.contains("bad entry name")) {
        return new ZipFile(root.toFile(), Charset.forName("IBM437"));
      }
      throw e;
    }
  }

  private static FileNames list(ZipFile zip) throws IOException {
    List<String> paths = new ArrayList<>();
    for (Iterator<? extends ZipEntry> all = zip.entries().asIterator(); all.hasNext(); ) {
      ZipEntry entry = all.next();
      String path = SafePath.check(entry.getName());
      if (!entry.isDirectory()) {
        paths.add(path);
      }
    }
    if (paths.isEmpty()) {
      throw new IOException("it holds no file");
    }
    return FileNames.of(paths);
  }
}
