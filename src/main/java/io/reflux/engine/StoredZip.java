package io.reflux.engine;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A ZIP of stored (uncompressed) entries under one top folder, as libtorch reads it. */
final class StoredZip implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final ZipOutputStream zip;
  private final String folder;

  StoredZip(Path file, String folder) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK);
    this.zip = new ZipOutputStream(out);
    this.folder = folder;
    zip.setMethod(ZipOutputStream.STORED);
  }

  void add(String name, byte[] bytes) throws IOException {
    add(name, ByteBuffer.wrap(bytes));
  }

  void add(String name, ByteBuffer bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes.duplicate());
    ZipEntry entry = new ZipEntry(folder + "/" + name);
    entry.setSize(bytes.remaining());
    entry.setCrc(sum.getValue());
    // The time of writing is left out: the same program gives the same bytes.
    entry.setTime(0);
    zip.putNextEntry(entry);
    ByteBuffer rest = bytes.duplicate();
    byte[] chunk = new byte[Math.min(CHUNK, Math.max(1, rest.remaining()))];
    while (rest.hasRemaining()) {
      int length = Math.min(chunk.length, rest.remaining());
      rest.get(chunk, 0, length);
      zip.write(chunk, 0, length);
    }
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
