package io.reflux.wire;

import java.nio.ByteBuffer;

/** What a run tells one of a node's lanes. */
public sealed interface ToLane extends ClusterMessage {

  /** Calls the visitor's method for a message of its kind. */
  void visit(Visitor visitor);

  @Override
  default void accept(ClusterMessage.Visitor visitor) {
    visit(visitor);
  }

  /**
   * Some bytes of one of the program's files.
   *
   * @param file its number among the program's files
   * @param offset where they begin; parts of a file come in order
   */
  record FilePart(int file, long offset, ByteBuffer content) implements ToLane {
    @Override
    public void visit(Visitor visitor) {
      visitor.filePart(this);
    }
  }

  /** A part of the run's images, of which the node is going to make some. */
  record Shown(ImageSource source) implements ToLane {
    @Override
    public void visit(Visitor visitor) {
      visitor.shown(this);
    }
  }

  /**
   * Images that the lane is asked about.
   *
   * @param number by which they are answered
   * @param subject what they are, as it is shown
   * @param pixels uint8 (rows, side, side, 3)
   */
  record Piece(long number, String subject, int rows, int side, ByteBuffer pixels)
      implements ToLane {
    private static final int CHANNELS = 3;

    /** Checks that there are as many bytes as rows and side ask for. */
    public Piece {
      if (rows < 1 || side < 1 || pixels.remaining() != (long) rows * side * side * CHANNELS) {
        throw new IllegalArgumentException(
            String.format(
                "piece: %d bytes (expected: those of %d images of side %d)",
                pixels.remaining(), rows, side));
      }
    }

    @Override
    public void visit(Visitor visitor) {
      visitor.piece(this);
    }
  }

  /**
   * Images that the lane is asked about, which the node makes itself.
   *
   * @param number by which they are answered
   * @param subject what they are, as it is shown
   * @param plan how they are made, of a part that the node was told of
   * @param checksum CRC-32C of their pixels, as the run has them
   */
  record Planned(long number, String subject, ImagePlan plan, int checksum) implements ToLane {
    /** Refuses none. */
    public Planned {
      if (plan.isEmpty()) {
        throw new IllegalArgumentException("planned: no images (expected: some)");
      }
    }

    @Override
    public void visit(Visitor visitor) {
      visitor.planned(this);
    }
  }

  /** It has failed too often: it frees its teacher, and is asked no more unless all others end. */
  record PutAside() implements ToLane {
    @Override
    public void visit(Visitor visitor) {
      visitor.putAside();
    }
  }

  /** Takes each kind. */
  interface Visitor {
    /** Bytes of a file have come. */
    void filePart(FilePart part);

    /** Images come from somewhere. */
    void shown(Shown shown);

    /** The lane is asked something. */
    void piece(Piece piece);

    /** The lane is asked about images that the node has. */
    void planned(Planned piece);

    /** The lane frees its teacher. */
    void putAside();
  }
}
