package io.reflux.rundir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file on a disk that has so much room, and then is full. */
final class FullChannel extends FileChannel {
  private final FileChannel file;
  private long room;

  FullChannel(FileChannel file, long room) {
    this.file = file;
    this.room = room;
  }

  /** Makes room. */
  void grow(long bytes) {
    room += bytes;
  }

  /** Writes as much as there is room for, as a disk does; then refuses. */
  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    long fitting = Math.min(source.remaining(), room - position);
    if (fitting <= 0) {
      throw new IOException("No space left on device");
    }
    ByteBuffer part = source.slice(source.position(), (int) fitting);
    int written = file.write(part, position);
    source.position(source.position() + written);
    return written;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int written = write(source, position());
    position(position() + written);
    return written;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    file.force(metadata);
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    file.position(position);
    return this;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    file.truncate(size);
    return this;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public int read(ByteBuffer target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(ByteBuffer target, long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
