package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.engine.Autograd;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A batch in pieces, so that the graph of one piece is in memory at a time, while the loss sees all
 * rows at once: its gradient is exactly that of the whole batch.
 *
 * <p>On the way there every piece runs without a graph. On the way back it runs again, with one,
 * and gets its slice of the gradient. Batch norm takes its statistics from the piece, both times
 * the same; the running ones move once a piece: what the second run adds is taken back.
 */
final class ChunkedPass implements Pass {
  private final Runner runner;
  private final NDArray images;
  private final int rows;
  private final TensorScope call;
  private final Map<String, NDArray> copies;

  ChunkedPass(Runner runner, NDArray images, int rows, TensorScope call) {
    this.runner = runner;
    this.images = images;
    this.rows = rows;
    this.call = call;
    copies = Pass.leaves(Autograd.paused(() -> outputs(runner, images, rows, call)));
  }

  @Override
  public Map<String, NDArray> copies() {
    return copies;
  }

  @Override
  public void handBack() {
    Map<String, NDArray> gradients = Pass.gradients(copies, call);
    Buffers buffers = Buffers.saved(runner.program(), call);
    for (long from = 0; from < images.getShape().get(0); from += rows) {
      try (TensorScope piece = call.inner()) {
        NDArray own = piece(images, from, rows, piece);
        Map<String, NDArray> outputs = Autograd.recording(() -> runner.run(own, piece));
        Map<String, NDArray> slices = new LinkedHashMap<>();
        for (Map.Entry<String, NDArray> each : gradients.entrySet()) {
          slices.put(each.getKey(), piece(each.getValue(), from, rows, piece));
        }
        Pass.backward(outputs, slices);
      }
    }
    buffers.putBack();
  }

  /** The outputs of a batch by name, computed in pieces of so many rows. */
  static Map<String, NDArray> outputs(Runner runner, NDArray images, int rows, TensorScope owner) {
    Map<String, List<NDArray>> parts = new LinkedHashMap<>();
    for (long from = 0; from < images.getShape().get(0); from += rows) {
      try (TensorScope piece = owner.inner()) {
        runner
            .run(piece(images, from, rows, piece), piece)
            .forEach(
                (name, part) -> {
                  part.attach(owner.manager());
                  parts.computeIfAbsent(name, n -> new ArrayList<>()).add(part);
                });
      }
    }
    Map<String, NDArray> whole = new LinkedHashMap<>();
    parts.forEach(
        (name, all) -> {
          whole.put(name, NDArrays.concat(new NDList(all), 0));
          all.forEach(NDArray::close);
        });
    return whole;
  }

  private static NDArray piece(NDArray all, long from, int rows, TensorScope owner) {
    NDArray own = ViewRows.rows(all, from, Math.min(all.getShape().get(0), from + rows));
    own.attach(owner.manager());
    return own;
  }
}
