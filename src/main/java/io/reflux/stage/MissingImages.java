package io.reflux.stage;

import io.reflux.network.Images;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Images that lanes are to be shown, gathered over batches: those of each side in one line, from
 * which whole chunks are cut. So one row that a cache has not costs no lane a whole pass. For one
 * thread.
 */
final class MissingImages {
  private final int chunk;
  private final Map<Integer, Deque<Rest>> lines = new LinkedHashMap<>();

  /** Images of a question that are in no piece yet: those from {@code from} on. */
  private record Rest(TeacherQuestion question, ShownImages part, int from) {

    int rows() {
      return part.images().rows() - from;
    }

    /** The same without its first rows. */
    Rest without(int rows) {
      return new Rest(question, part, from + rows);
    }

    Images images(int rows) {
      return part.images().rows(from, from + rows);
    }

    TeacherPiece.Share share(int rows) {
      return new TeacherPiece.Share(question, Arrays.copyOfRange(part.places(), from, from + rows));
    }
  }

  /** Nothing is gathered; a piece has at most so many images. */
  MissingImages(int chunk) {
    this.chunk = chunk;
  }

  /**
   * Adds the images of a question.
   *
   * @return the pieces that are whole now
   */
  List<TeacherPiece> add(TeacherQuestion question, List<ShownImages> parts) {
    List<TeacherPiece> whole = new ArrayList<>();
    for (ShownImages part : parts) {
      Deque<Rest> line = lines.computeIfAbsent(part.images().side(), side -> new ArrayDeque<>());
      line.add(new Rest(question, part, 0));
      while (rows(line) >= chunk) {
        whole.add(cut(line, chunk));
      }
    }
    return whole;
  }

  /** What is in no piece yet, in pieces that are not whole. */
  List<TeacherPiece> rest() {
    List<TeacherPiece> pieces = new ArrayList<>();
    lines.values().stream()
        .filter(line -> !line.isEmpty())
        .forEach(line -> pieces.add(cut(line, rows(line))));
    return pieces;
  }

  private static int rows(Deque<Rest> line) {
    return line.stream().mapToInt(Rest::rows).sum();
  }

  /** Takes so many images from the head of a line. */
  private static TeacherPiece cut(Deque<Rest> line, int rows) {
    List<TeacherPiece.Share> shares = new ArrayList<>();
    List<Images> images = new ArrayList<>();
    for (int missing = rows; missing > 0; ) {
      Rest head = line.removeFirst();
      int taken = Math.min(missing, head.rows());
      shares.add(head.share(taken));
      images.add(head.images(taken));
      if (taken < head.rows()) {
        line.addFirst(head.without(taken));
      }
      missing -= taken;
    }
    return new TeacherPiece(images.size() == 1 ? images.get(0) : joined(images, rows), shares);
  }

  private static Images joined(List<Images> images, int rows) {
    int side = images.get(0).side();
    int bytes = images.stream().mapToInt(each -> each.pixels().remaining()).sum();
    ByteBuffer all = ByteBuffer.allocateDirect(bytes);
    images.forEach(each -> all.put(each.pixels().duplicate()));
    return new Images(all.flip(), rows, side);
  }
}
