package io.reflux.node;

import io.reflux.setting.Sha256;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.ToLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of programs that a node has been sent, each below the digest of what it belongs to. Safe
 * for many threads, of which one at a time writes a program.
 */
final class ProgramStore {
  private final Path folder;
  private final Map<Path, Integer> users = new HashMap<>();
  private final Set<Path> kept = new HashSet<>();

  /** Files lie in {@code folder}, which is made when it is needed. */
  ProgramStore(Path folder) {
    this.folder = folder;
  }

  /** Where the files of a program lie, or are going to. */
  Path place(LaneProgram program) {
    StringBuilder files = new StringBuilder();
    program.files().forEach(each -> files.append(each.digest()).append(' ').append(each.name()));
    return folder.resolve(Sha256.of(files.toString()));
  }

  /**
   * The numbers of those of a program's files that are not here, or are not what they should be.
   */
  List<Integer> missing(LaneProgram program) throws IOException {
    Path place = place(program);
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < program.files().size(); i++) {
      LaneProgram.ProgramFile file = program.files().get(i);
      Path path = place.resolve(file.name());
      if (!Files.isRegularFile(path) || !Sha256.of(path).equals(file.digest())) {
        missing.add(i);
      }
    }
    return missing;
  }

  /**
   * Writes some bytes of a file, in order; the last of them gives it its name.
   *
   * @return whether the file is whole
   * @throws IOException if it can't be written, or is another file than it should be
   */
  boolean write(LaneProgram program, ToLane.FilePart part) throws IOException {
    LaneProgram.ProgramFile file = program.files().get(part.file());
    Path place = Files.createDirectories(place(program));
    Path half = place.resolve(file.name() + ".part");
    long end = part.offset() + part.content().remaining();
    if (part.offset() < 0 || end > file.bytes()) {
      throw new IOException(
          file.name() + ": bytes to " + end + " (expected: " + file.bytes() + " in all)");
    }
    try (FileChannel out =
        FileChannel.open(half, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.truncate(part.offset());
      ByteBuffer content = part.content().duplicate();
      for (long at = part.offset(); content.hasRemaining(); ) {
        at += out.write(content, at);
      }
    }
    if (end < file.bytes()) {
      return false;
    }
    if (!Sha256.of(half).equals(file.digest())) {
      Files.delete(half);
      throw new IOException(file.name() + ": its digest differs (expected: " + file.digest() + ")");
    }
    move(half, place.resolve(file.name()));
    return true;
  }

  /**
   * Somebody needs a program until it lets it go: a teacher that is measured may be one that a lane
   * has, or will load.
   *
   * @param passing whether its files may go with the last who needs them
   */
  synchronized void need(LaneProgram program, boolean passing) {
    users.merge(place(program), 1, Integer::sum);
    if (!passing) {
      kept.add(place(program));
    }
  }

  /**
   * One who needed a program needs it no more.
   *
   * @throws IOException if its files should go, and one can't be deleted
   */
  synchronized void letGo(LaneProgram program) throws IOException {
    Path place = place(program);
    if (users.merge(place, -1, Integer::sum) == 0) {
      users.remove(place);
      if (!kept.contains(place)) {
        remove(place, program);
      }
    }
  }

  private static void remove(Path place, LaneProgram program) throws IOException {
    for (LaneProgram.ProgramFile file : program.files()) {
      Files.deleteIfExists(place.resolve(file.name()));
      Files.deleteIfExists(place.resolve(file.name() + ".part"));
    }
    Files.deleteIfExists(place);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
