package io.reflux.node;

import io.reflux.engine.HostTensor;
import io.reflux.wire.FromLane;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * An output in parts, each made when it is asked for, and below what Akka would cut itself: a whole
 * one is never written as one message. Feature maps go so, which are larger than all else together.
 */
final class AnswerParts implements Iterator<FromLane> {
  private static final int PART_BYTES = 240 << 10;
  private static final int RANK_OF_EMBEDDINGS = 2;

  private final long number;
  private final String name;
  private final HostTensor output;
  private int offset;

  /**
   * The parts of an output.
   *
   * @param number of the question that is answered
   */
  AnswerParts(long number, String name, HostTensor output) {
    this.number = number;
    this.name = name;
    this.output = output;
  }

  /**
   * Whether an output goes in parts: what has more dimensions than rows of features, and is long.
   */
  static boolean areOf(HostTensor output) {
    return output.shape().length > RANK_OF_EMBEDDINGS && output.data().remaining() > PART_BYTES;
  }

  @Override
  public boolean hasNext() {
    return offset < output.data().remaining();
  }

  @Override
  public FromLane next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int bytes = Math.min(PART_BYTES, output.data().remaining() - offset);
    ByteBuffer content = output.data().slice(offset, bytes);
    FromLane.Part part =
        new FromLane.Part(number, LaneTensors.tensor(name, output, content), offset);
    offset += bytes;
    return part;
  }
}
