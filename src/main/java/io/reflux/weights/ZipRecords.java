package io.reflux.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/** The members of a ZIP archive as memory: stored ones are mapped, deflated ones inflated. */
final class ZipRecords implements AutoCloseable {
  private final Path path;
  private final MappedFile file;
  private final ZipFile zip;

  private ZipRecords(Path path, MappedFile file, ZipFile zip) {
    this.path = path;
    this.file = file;
    this.zip = zip;
  }

  static ZipRecords open(Path path) throws IOException {
    MappedFile file = MappedFile.open(path);
    try {
      return new ZipRecords(path, file, ZipFile.builder().setPath(path).get());
    } catch (IOException | IllegalArgumentException e) {
      throw new WeightsException(
          path, "ZIP archive: " + e.getMessage() + " (expected: a whole one, with its directory)");
    }
  }

  /** The folder that holds a member of this name, with its slash: torch names it after the file. */
  Optional<String> folderOf(String name) {
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      String full = entry.getName();
      boolean found =
          full.endsWith("/" + name) && full.indexOf('/') + 1 + name.length() == full.length();
      if (found) {
        return Optional.of(full.substring(0, full.indexOf('/') + 1));
      }
    }
    return Optional.empty();
  }

  /** True if there is a member of this name. */
  boolean has(String name) {
    return zip.getEntry(name) != null;
  }

  /**
   * A member's bytes, little-endian.
   *
   * @throws WeightsException if it is missing, or differs from its checksum
   */
  ByteBuffer read(String name) throws IOException {
    ZipArchiveEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new WeightsException(path, name + ": missing (expected: a record of this name)");
    }
    return read(entry);
  }

  /**
   * Compares every member with its checksum.
   *
   * @throws WeightsException if one differs
   */
  void check() throws IOException {
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      read(entry);
    }
  }

  private ByteBuffer read(ZipArchiveEntry entry) throws IOException {
    ByteBuffer bytes =
        entry.getMethod() == ZipMethod.STORED.getCode() ? mapped(entry) : inflated(entry);
    CRC32 checksum = new CRC32();
    checksum.update(bytes.duplicate());
    // PyTorch can be told to compute no checksums; they are 0 then.
    if (entry.getCrc() != 0 && checksum.getValue() != entry.getCrc()) {
      throw new WeightsException(
          path,
          String.format(
              "%s: CRC-32 %08x (expected: %08x)",
              entry.getName(), checksum.getValue(), entry.getCrc()));
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private ByteBuffer mapped(ZipArchiveEntry entry) throws IOException {
    return file.slice(entry.getDataOffset(), entry.getSize());
  }

  private ByteBuffer inflated(ZipArchiveEntry entry) throws IOException {
    if (entry.getSize() > Integer.MAX_VALUE - Long.BYTES) {
      throw new WeightsException(
          path, entry.getName() + ": " + entry.getSize() + " bytes (expected: less than 2 GiB)");
    }
    try (InputStream content = zip.getInputStream(entry)) {
      byte[] bytes = content.readNBytes((int) entry.getSize());
      if (bytes.length < entry.getSize()) {
        throw new IOException("ends after " + bytes.length + " of " + entry.getSize() + " bytes");
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new WeightsException(
          path, entry.getName() + ": " + e.getMessage() + " (expected: a readable record)");
    }
  }
}
