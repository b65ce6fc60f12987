package io.reflux.teacher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the folder of a cache for one owner; the operating system lets go of it if that dies. */
final class CacheLock implements AutoCloseable {
  static final String FILE = "cache.lock";
  private static final Logger LOG = LoggerFactory.getLogger(CacheLock.class);

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock of a folder; empty if somebody else holds it. */
  static Optional<CacheLock> take(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new CacheLock(channel));
      }
    } catch (OverlappingFileLockException openInThisProcess) {
      LOG.debug("feature cache {} is open in this process", folder);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
