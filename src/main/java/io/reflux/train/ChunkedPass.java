package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.TensorScope;
import io.reflux.train.Replica.Piece;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A batch in pieces, on one device or on several, while the loss sees all rows at once: its
 * gradient is exactly that of the whole batch.
 *
 * <p>The graph of one piece is in a device's memory at a time. Where that is all that a device has
 * to do, the graph is kept from the way there to the way back. Else every piece runs without a
 * graph on the way there; on the way back it runs again, with one. Then it gets its slice of the
 * gradient. Batch norm takes its statistics from the piece, both times the same; the running ones
 * move once a piece: what the second run adds is taken back.
 */
final class ChunkedPass implements Pass {
  private final Replicas replicas;
  private final Pieces pieces;
  private final TensorScope call;
  private final Map<Integer, Kept> kept = new ConcurrentHashMap<>();
  private final Buffers moved;
  private final Map<String, NDArray> copies;

  /**
   * The outputs of a piece, in their graph.
   *
   * @param owner of the outputs
   */
  private record Kept(Map<String, NDArray> outputs, TensorScope owner) {}

  ChunkedPass(Replicas replicas, Pieces pieces, TensorScope call) {
    this.replicas = replicas;
    this.pieces = pieces;
    this.call = call;
    if (pieces.count() <= replicas.size()) {
      // A graph holds on to the statistics that it began with: they move on once it is gone.
      moved = Buffers.saved(replicas.program(), call);
      copies = kept(moved);
    } else {
      copies = outputs(replicas, pieces, call);
      moved = Buffers.saved(replicas.program(), call);
    }
    copies.values().forEach(output -> output.setRequiresGradient(true));
  }

  @Override
  public Map<String, NDArray> copies() {
    return copies;
  }

  @Override
  public void handBack() {
    Map<String, NDArray> gradients = Pass.gradients(copies, call);
    replicas.back(pieces, (replica, piece) -> back(replica, piece, gradients));
    moved.putBack();
  }

  /** The outputs of a batch by name, without a graph. */
  static Map<String, NDArray> outputs(Replicas replicas, Pieces pieces, TensorScope call) {
    Buffers statistics = Buffers.saved(replicas.program(), call);
    Map<String, NDArray> outputs =
        replicas.forth(
            pieces,
            (replica, piece) -> {
              try (TensorScope own = replica.scope().inner()) {
                Shown shown = pieces.shown(piece, own);
                return Autograd.paused(() -> replica.run(shown, own).with(call::taken));
              }
            },
            statistics);
    statistics.putBack();
    return outputs;
  }

  private Map<String, NDArray> kept(Buffers statistics) {
    return replicas.forth(
        pieces,
        (replica, number) -> {
          TensorScope own = replica.scope().inner();
          Shown shown = pieces.shown(number, own);
          Piece piece = Autograd.recording(() -> replica.run(shown, own));
          kept.put(number, new Kept(piece.outputs(), own));
          return Autograd.paused(() -> piece.with(call::copyOf));
        },
        statistics);
  }

  private void back(Replica replica, int piece, Map<String, NDArray> gradients) {
    Kept there = kept.get(piece);
    Kept graph = there == null ? again(replica, piece) : there;
    try (TensorScope own = graph.owner()) {
      Pass.backward(graph.outputs(), slices(gradients, piece, own), replicas.isFrozen());
    }
  }

  private Kept again(Replica replica, int piece) {
    TensorScope own = replica.scope().inner();
    Shown shown = pieces.shown(piece, own);
    return new Kept(Autograd.recording(() -> replica.run(shown, own)).outputs(), own);
  }

  private Map<String, NDArray> slices(
      Map<String, NDArray> gradients, int piece, TensorScope owner) {
    Map<String, NDArray> slices = new LinkedHashMap<>();
    gradients.forEach((name, all) -> slices.put(name, pieces.of(all, piece, owner)));
    return slices;
  }
}
