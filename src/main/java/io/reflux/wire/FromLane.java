package io.reflux.wire;

import java.nio.ByteBuffer;
import java.util.List;

/** What one of a node's lanes tells the run. */
public sealed interface FromLane extends ClusterMessage {

  /** Calls the visitor's method for a message of its kind. */
  void visit(Visitor visitor);

  @Override
  default void accept(ClusterMessage.Visitor visitor) {
    visit(visitor);
  }

  /**
   * The lane has been opened.
   *
   * @param missing numbers of those of the program's files that are to be sent; told again, with
   *     none, when they have come
   */
  record Opened(List<Integer> missing) implements FromLane {
    /** Copies the list. */
    public Opened {
      missing = List.copyOf(missing);
    }

    @Override
    public void visit(Visitor visitor) {
      visitor.opened(this);
    }
  }

  /**
   * The teacher's outputs.
   *
   * @param apart names of those that come in parts, before or after
   */
  record Answer(long number, List<Tensor> tensors, List<String> apart) implements FromLane {
    /** Copies the lists. */
    public Answer {
      tensors = List.copyOf(tensors);
      apart = List.copyOf(apart);
    }

    @Override
    public void visit(Visitor visitor) {
      visitor.answer(this);
    }
  }

  /**
   * A tensor.
   *
   * @param type its element type, by name
   * @param data row-major, little-endian
   */
  record Tensor(String name, String type, List<Long> shape, ByteBuffer data) {
    /** Copies the shape. */
    public Tensor {
      shape = List.copyOf(shape);
    }
  }

  /**
   * Some bytes of one of the teacher's outputs.
   *
   * @param number of the question that is answered
   * @param tensor its shape is that of the whole, its data are some of it
   * @param offset where they begin; parts of an output come in order
   */
  record Part(long number, Tensor tensor, long offset) implements FromLane {
    @Override
    public void visit(Visitor visitor) {
      visitor.part(this);
    }
  }

  /**
   * The lane could not answer.
   *
   * @param input whether what it was given is at fault
   */
  record Failed(long number, String sentence, boolean input) implements FromLane {
    @Override
    public void visit(Visitor visitor) {
      visitor.failed(this);
    }
  }

  /** The lane begins afresh and is to be asked again after some milliseconds. */
  record Resting(long number, long millis) implements FromLane {
    @Override
    public void visit(Visitor visitor) {
      visitor.resting(this);
    }
  }

  /** The node can't read images of a question now: their pixels are to be sent. */
  record PixelsWanted(long number, String sentence) implements FromLane {
    @Override
    public void visit(Visitor visitor) {
      visitor.pixelsWanted(this);
    }
  }

  /** The lane is no more. */
  record Ended(String sentence) implements FromLane {
    @Override
    public void visit(Visitor visitor) {
      visitor.ended(this);
    }
  }

  /** Takes each kind. */
  interface Visitor {
    /** The lane has been opened. */
    void opened(Opened opened);

    /** The lane has answered. */
    void answer(Answer answer);

    /** Some of an answer has come. */
    void part(Part part);

    /** The lane has failed. */
    void failed(Failed failed);

    /** The lane begins afresh. */
    void resting(Resting resting);

    /** The lane is to be sent pixels. */
    void pixelsWanted(PixelsWanted wanted);

    /** The lane is no more. */
    void ended(Ended ended);
  }
}
