package io.reflux.rundir;

import io.reflux.setting.FileFault;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a run directory for one process. The operating system lets go of it if that dies. The file
 * says which process holds it, for those who find it taken.
 */
public final class RunLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
  private static final int MOST_WORDS = 512;
  private static final Pattern SIGNED = Pattern.compile("process (\\d{1,18}) on (.*)");

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a directory.
   *
   * @throws InputException if another run holds it, or the directory can't be written to or locked;
   *     the sentence says which
   */
  public static RunLock take(RunDirectory directory) {
    FileChannel channel = opened(directory);
    try {
      if (locked(directory, channel)) {
        sign(channel);
        return new RunLock(channel);
      }
      String holder = holder(directory.lock());
      channel.close();
      throw new InputException(
          directory.root() + ": in use by " + holder + " (expected: one run at a time)");
    } catch (IOException e) {
      throw new UncheckedIOException(directory.lock() + ": can't be closed", e);
    }
  }

  /**
   * True if a process works at a run. Whoever signed the lock is looked at first: trying a lock
   * that nobody holds would be in the way of a run that starts just then.
   */
  static boolean isHeld(RunDirectory directory) {
    if (!Files.isRegularFile(directory.lock()) || isGone(holder(directory.lock()))) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(directory.lock(), StandardOpenOption.WRITE)) {
      return !locked(directory, channel);
    } catch (IOException | InputException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the run directory can't be unlocked", e);
    }
  }

  private static FileChannel opened(RunDirectory directory) {
    try {
      return FileChannel.open(
          directory.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      throw new InputException(
          directory.root()
              + ": no right to write "
              + directory.lock().getFileName()
              + " (expected: a run directory that this user may write to)",
          e);
    } catch (IOException e) {
      throw new InputException(
          directory.root()
              + ": "
              + FileFault.reason(e)
              + " (expected: a folder that can be written to)",
          e);
    }
  }

  private static boolean locked(RunDirectory directory, FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      channel.close();
      throw new InputException(
          directory.root()
              + ": its file system gives no locks, as some network file systems don't: "
              + FileFault.reason(e)
              + " (expected: one on which no second process can write to the same run)",
          e);
    }
  }

  /** Writes down who holds it; on a full disk it holds all the same. */
  private static void sign(FileChannel channel) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(own().getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      LOG.warn("the run's lock can't be signed", e);
    }
  }

  private static String own() {
    return "process " + ProcessHandle.current().pid() + " on " + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }

  private static String holder(Path lock) {
    try {
      String words = Files.readString(lock).strip();
      boolean ours = words.startsWith("process ") && words.length() < MOST_WORDS;
      return ours ? words : "another process";
    } catch (IOException e) {
      return "another process";
    }
  }

  private static boolean isGone(String holder) {
    Matcher words = SIGNED.matcher(holder);
    return words.matches()
        && words.group(2).equals(host())
        && ProcessHandle.of(Long.parseLong(words.group(1))).isEmpty();
  }
}
