package io.reflux.network;

import java.util.List;
import java.util.Optional;

/**
 * Training leaves out something of single rows, and makes the rest so much larger that the mean
 * stays: whole branches beside the identity of a residual block (Huang et al., Deep networks with
 * stochastic depth, ECCV 2016), or components of a vector (Srivastava et al., Dropout, JMLR 2014).
 *
 * <p>What is left out is no draw of the program's: it is given, row by row, beside the images, in
 * the columns of a table that has 0 there, and 1 / (1 - rate) elsewhere. So it can be drawn again
 * by a run that goes on, and depends on no piece and no device. Frozen networks have none.
 *
 * @param block the node that the block begins with, whose branches share a rate; that of a vector
 *     is {@link #VECTOR}
 * @param width how many columns it takes: 1 for a branch, or the components of a vector
 * @param axes how many axes stand behind the second: 2 for maps, 1 for tokens, 0 for vectors
 * @param column the first of its columns
 * @param rate the share of rows, or components, that is left out
 */
record Drop(int block, int width, int axes, int column, double rate) implements Operation {
  /** The argument beside the images by which a program is told what it keeps. */
  static final String KEPT = "kept";

  /** Of no block. */
  static final int VECTOR = -1;

  /** A branch of a block; its rate is given to it once the whole network is drawn. */
  static Drop branch(int block, int axes) {
    return new Drop(block, 1, axes, 0, 0);
  }

  /** Components of a vector. */
  static Drop components(int width) {
    return new Drop(VECTOR, width, 0, 0, 0);
  }

  /** The same at a rate, in columns from one on. */
  Drop at(int first, double share) {
    return new Drop(block, width, axes, first, share);
  }

  @Override
  public Optional<Drop> drop() {
    return Optional.of(this);
  }

  @Override
  public String script(Script script, List<String> inputs) {
    String x = inputs.get(0);
    String behind = ", 1".repeat(axes);
    String columns = "torch.slice(%s, 1, %d, %d)".formatted(script.kept(), column, column + width);
    String factor = script.line("torch.reshape(%s, [-1, %d%s])".formatted(columns, width, behind));
    return script.like(x, "torch.mul(%s, %s)".formatted(x, script.typed(factor, x)));
  }

  @Override
  public boolean overwritable() {
    return true;
  }

  @Override
  public String onnx(OnnxGraph onnx, List<String> inputs) {
    throw new IllegalStateException("frozen networks leave nothing out");
  }
}
