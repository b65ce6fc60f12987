package io.reflux.method;

import java.util.Set;

/**
 * A second network that follows the student: after each step every parameter becomes {@code decay ·
 * its own + (1 - decay) · the student's}. It begins as a copy and gets no gradient. Its outputs
 * stand among the teacher's, under {@link #PREFIX} and their names.
 *
 * <p>Its batch norm uses the statistics that it began with (He et al.'s moves on with its batches:
 * {@code batchStatistics}). With {@code shuffled} the rows are computed in random order, so that
 * pieces of a batch (see a student's {@code micro-batch}) have other neighbours, and so other batch
 * statistics, than the student's: no row tells its partner by them.
 *
 * @param decay how much of the old value stays, 0 to 1
 * @param outputs which of the network's outputs are computed
 * @param view the view of each example that it looks at
 * @param batchStatistics true if batch norm takes its statistics from the batch, and gathers them
 * @param shuffled true if rows are computed in random order
 */
public record Momentum(
    double decay, Set<String> outputs, int view, boolean batchStatistics, boolean shuffled) {
  /** Before the names of its outputs. */
  public static final String PREFIX = "key.";

  /** Copies the names. */
  public Momentum {
    outputs = Set.copyOf(outputs);
  }
}
