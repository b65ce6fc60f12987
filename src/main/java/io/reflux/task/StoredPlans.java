package io.reflux.task;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.sampler.EmbeddingStorage;
import io.reflux.stream.StepDone;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plans of a sampler that draws an epoch by the embeddings of the epochs before. An epoch's
 * plans are drawn when the last step of the epoch before has been written down; until then the
 * stream waits, and no thread does.
 *
 * <p>Kept in checkpoints: the storage as it is, and as it was when the epoch began, by which the
 * epoch's plans are drawn again. Steps are reported by one thread.
 */
final class StoredPlans implements TrainingPlans {
  private static final String BEGUN = "begun.";
  private static final String NOW = "now.";
  private static final String ROWS = "rows";
  private static final String SEEN = "seen";

  private final EpochPlans plans;
  private final String student;
  private final Map<Integer, CompletableFuture<EmbeddingStorage>> begins =
      new ConcurrentHashMap<>();
  private EmbeddingStorage begun;
  private EmbeddingStorage now;

  /**
   * Plans that go on from where the storage was left.
   *
   * @param plans makes plans of what a sampler has drawn
   * @param student whose embeddings are stored
   * @param empty a storage without rows
   * @param state what {@link #state} gave, or nothing
   */
  StoredPlans(
      EpochPlans plans, String student, EmbeddingStorage empty, Map<String, HostTensor> state) {
    this.plans = plans;
    this.student = student;
    begun = state.isEmpty() ? empty : read(empty, state, BEGUN);
    now = state.isEmpty() ? empty.copy() : read(empty, state, NOW);
    if (plans.firstStepInEpoch() == 0) {
      begun = now.copy();
    }
    begin(plans.firstEpoch()).complete(begun);
  }

  /** May be run once: what an epoch's plans were drawn by is forgotten. */
  @Override
  public Source<BatchPlan, NotUsed> source() {
    return Source.range(plans.firstEpoch(), plans.epochs() - 1)
        .mapAsync(1, epoch -> begin(epoch).thenApplyAsync(storage -> drawn(epoch, storage)))
        .mapConcat(drawn -> drawn);
  }

  private List<BatchPlan> drawn(int epoch, EmbeddingStorage storage) {
    begins.remove(epoch);
    return plans.ofEpoch(epoch, storage);
  }

  /** Stores the embeddings of a finished step; the epoch's last one lets the next epoch begin. */
  @Override
  public void report(StepDone done) {
    float[] embeddings = Objects.requireNonNull(done.students().get(student)).embeddings();
    int rows = embeddings.length / now.width();
    PixelBatch batch = done.batch();
    report(batch.plan(), Arrays.copyOf(batch.exampleIds(), rows), embeddings);
  }

  /** Stores the embeddings of examples, row after row, that a plan's step was taken on. */
  void report(BatchPlan plan, int[] ids, float[] embeddings) {
    for (int i = 0; i < ids.length; i++) {
      if (plans.updatesStorage() || !now.seen(ids[i])) {
        now.put(ids[i], embeddings, i * now.width());
      }
    }
    if (plans.isLastOfEpoch(plan)) {
      begun = now.copy();
      begin(plan.epoch() + 1).complete(begun);
    }
  }

  @Override
  public Map<String, HostTensor> state() {
    Map<String, HostTensor> state = new LinkedHashMap<>();
    write(state, BEGUN, begun);
    write(state, NOW, now);
    return state;
  }

  private CompletableFuture<EmbeddingStorage> begin(int epoch) {
    return begins.computeIfAbsent(epoch, e -> new CompletableFuture<>());
  }

  private static void write(Map<String, HostTensor> state, String name, EmbeddingStorage storage) {
    float[] rows = new float[Math.multiplyExact(storage.examples(), storage.width())];
    float[] seen = new float[storage.examples()];
    for (int id : storage.seenIds()) {
      System.arraycopy(storage.row(id), 0, rows, id * storage.width(), storage.width());
      seen[id] = 1;
    }
    state.put(name + ROWS, HostTensor.of(rows, storage.examples(), storage.width()));
    state.put(name + SEEN, HostTensor.of(seen, storage.examples()));
  }

  private static EmbeddingStorage read(
      EmbeddingStorage empty, Map<String, HostTensor> state, String name) {
    EmbeddingStorage storage = empty.copy();
    float[] rows = Objects.requireNonNull(state.get(name + ROWS)).floats();
    float[] seen = Objects.requireNonNull(state.get(name + SEEN)).floats();
    for (int id = 0; id < seen.length; id++) {
      if (seen[id] > 0) {
        storage.put(id, rows, id * storage.width());
      }
    }
    return storage;
  }
}
