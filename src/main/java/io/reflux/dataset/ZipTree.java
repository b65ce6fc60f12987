package io.reflux.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The files of a ZIP archive, read from it one by one. Whenever that fails the archive is closed,
 * and opened anew by the next reading.
 */
final class ZipTree implements FileTree {
  private final Path root;
  private final long bytes;
  private final ZipListing listing;
  private @Nullable ZipFile zip;

  private ZipTree(Path root, long bytes, ZipFile zip) throws IOException {
    this.root = root;
    this.bytes = bytes;
    this.zip = zip;
    listing = new ZipListing(zip);
  }

  static ZipTree open(Path root) throws IOException {
    long bytes = Files.size(root);
    ZipFile zip = zip(root);
    try {
      return new ZipTree(root, bytes, zip);
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
    return listing.names();
  }

  @Override
  public FileFacts facts(int file) {
    return listing.facts(file);
  }

  @Override
  public byte[] read(int file) throws IOException {
    ZipFile open = zip();
    try {
      return content(open, file);
    } catch (DamagedFileException e) {
      throw e;
    } catch (ZipException | EOFException e) {
      checkSize(open);
      throw new DamagedFileException(
          "damaged in the archive: "
              + (e.getMessage() == null ? "it ends too early" : e.getMessage()),
          e);
    } catch (IOException e) {
      close(open);
      throw e;
    } catch (IllegalStateException e) {
      throw new IOException("the archive was closed", e);
    }
  }

  /** The declared size may lie, so what is read is bounded, not what is declared. */
  private byte[] content(ZipFile open, int file) throws IOException {
    Optional<ZipEntry> entry = listing.entry(open, file);
    if (entry.isEmpty()) {
      throw new IOException("no longer in the archive");
    }
    try (InputStream in = open.getInputStream(entry.get())) {
      byte[] content = in.readNBytes((int) LARGEST_FILE);
      if (in.read() >= 0) {
        throw new DamagedFileException("file of more than " + LARGEST_FILE + " bytes");
      }
      CRC32 crc = new CRC32();
      crc.update(content);
      if (!facts(file).agreesWith(FileFacts.ofEntry(content.length, crc.getValue()))) {
        throw new DamagedFileException("damaged in the archive: its size or checksum differs");
      }
      return content;
    }
  }

  private synchronized ZipFile zip() throws IOException {
    if (zip == null) {
      ZipFile opened = zip(root);
      checkSize(opened);
      zip = opened;
    }
    return zip;
  }

  private void checkSize(ZipFile open) throws IOException {
    long found = Files.size(root);
    if (found != bytes) {
      close(open);
      throw new IOException("it has " + found + " bytes (expected: " + bytes + ", as before)");
    }
  }

  private synchronized void close(ZipFile open) throws IOException {
    if (zip == open) {
      zip = null;
    }
    open.close();
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
}
