package io.reflux.delivery;

import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.batch.PixelPool;
import io.reflux.dataset.Dataset;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.intake.Unreadable;
import io.reflux.setting.InputException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * Embeds whole datasets with an open model: loaders decode ahead on threads of their own, the
 * calling thread computes.
 */
public final class Embedder {
  private final OpenModel model;
  private final int rowsAtOnce;
  private final DecodeSettings decode;
  private final int loaders;

  /**
   * An embedder.
   *
   * @param rowsAtOnce images embedded at once
   * @param loaders threads that read, decode and cut images; as many batches are loaded ahead
   */
  public Embedder(OpenModel model, int rowsAtOnce, DecodeSettings decode, int loaders) {
    this.model = model;
    this.rowsAtOnce = rowsAtOnce;
    this.decode = decode;
    this.loaders = loaders;
  }

  /**
   * What came of a dataset.
   *
   * @param set embeddings and labels of the images that could be read, in the dataset's order
   * @param exampleIds the example of each row
   * @param unreadable the others
   */
  public record Embedded(EmbeddingSet set, int[] exampleIds, List<Unreadable> unreadable) {}

  /**
   * Embeds every image.
   *
   * @param progress told how many images are done
   * @throws InputException if no image can be read
   * @throws java.util.concurrent.CompletionException if a loader fails; its cause says by what
   */
  public Embedded embed(Dataset dataset, IntConsumer progress) {
    ExecutorService threads = Executors.newFixedThreadPool(loaders);
    long batchBytes = 3L * model.view().side() * model.view().side() * rowsAtOnce;
    try (PixelPool pool = new PixelPool((loaders + 2) * batchBytes)) {
      BatchLoader loader =
          new BatchLoader(new PictureReader(dataset, decode), List.of(model.view()), pool);
      Gathered gathered = new Gathered(dataset.size());
      Iterator<BatchPlan> plans = BatchPlan.inOrder(dataset, rowsAtOnce).iterator();
      Queue<CompletionStage<PixelBatch>> ahead = new ArrayDeque<>();
      while (plans.hasNext() || !ahead.isEmpty()) {
        while (plans.hasNext() && ahead.size() <= loaders) {
          ahead.add(loader.load(plans.next(), threads));
        }
        gathered.add(ahead.remove().toCompletableFuture().join());
        progress.accept(gathered.seen);
      }
      return gathered.embedded();
    } finally {
      threads.shutdownNow();
    }
  }

  /** The rows so far. */
  private final class Gathered {
    private final int[] ids;
    private final int[] labels;
    private final List<Unreadable> unreadable = new ArrayList<>();
    private float[] values = new float[0];
    private int rows;
    private int seen;

    Gathered(int size) {
      ids = new int[size];
      labels = new int[size];
    }

    void add(PixelBatch batch) {
      try {
        seen += batch.plan().rows();
        unreadable.addAll(batch.unreadable());
        if (batch.rows() == 0) {
          return;
        }
        float[] more = model.embed(batch.pixels(), batch.rows()).floats();
        int size = more.length / batch.rows();
        if (values.length == 0) {
          values = new float[Math.multiplyExact(ids.length, size)];
        }
        System.arraycopy(more, 0, values, rows * size, more.length);
        System.arraycopy(batch.exampleIds(), 0, ids, rows, batch.rows());
        System.arraycopy(batch.labels(), 0, labels, rows, batch.rows());
        rows += batch.rows();
      } finally {
        batch.release();
      }
    }

    Embedded embedded() {
      if (rows == 0) {
        String first = unreadable.isEmpty() ? "" : "; the first: " + unreadable.get(0);
        throw new InputException(
            "images: none of " + ids.length + " can be read (expected: at least one)" + first);
      }
      int size = values.length / ids.length;
      return new Embedded(
          new EmbeddingSet(Arrays.copyOf(values, rows * size), size, Arrays.copyOf(labels, rows)),
          Arrays.copyOf(ids, rows),
          unreadable);
    }
  }
}
