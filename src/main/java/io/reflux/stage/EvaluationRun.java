package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One job with one network, for one asker; it can be begun again. For one thread.
 *
 * @param <R> what comes of it
 */
final class EvaluationRun<R> implements Holding {
  private final Order<R> order;
  private final Owned<FrozenModel> network;
  private @Nullable EvaluationJob<R> job;
  private @Nullable PassBatches batches;

  /**
   * What is asked for.
   *
   * @param subject whose network it is, as it is shown
   * @param job makes the job
   * @param loading loads the network
   */
  record Order<R>(
      String subject,
      Supplier<? extends EvaluationJob<R>> job,
      Supplier<FrozenModel> loading,
      ActorRef<StatusReply<R>> replyTo) {}

  /** A run that has not begun. */
  EvaluationRun(Order<R> order) {
    this.order = order;
    network = new Owned<>(order.loading(), FrozenModel::liveTensors);
  }

  /** Whose network it is. */
  String subject() {
    return order.subject();
  }

  /**
   * Begins: makes the job and loads the network.
   *
   * @throws StageFaultException if the network can't be loaded
   */
  void open() {
    job = order.job().get();
    network.get();
  }

  /** The next pass; empty when there is no further one. */
  Optional<EvaluationJob.Pass> next() {
    return job().next();
  }

  /** A pass begins whose batches are held by these. */
  void pass(PassBatches held) {
    endPass();
    batches = held;
  }

  /** True if a batch belongs to the pass at work. */
  boolean holds(PixelBatch batch) {
    PassBatches held = batches;
    return held != null && held.holds(batch);
  }

  /** True if these hold the batches of the pass at work. */
  boolean isAt(PassBatches held) {
    return batches == held;
  }

  /**
   * Embeds a batch of the pass at work.
   *
   * @throws StageFaultException if the network fails
   */
  void embed(PixelBatch batch) {
    PassBatches held = batches;
    if (held != null && batch.rows() > 0) {
      job().add(infer(held.images(batch)), batch);
    }
  }

  /** A batch of the pass at work is done with. */
  void done(PixelBatch batch) {
    PassBatches held = batches;
    if (held != null) {
      held.done(batch);
    }
  }

  /** What came of all passes; the network is closed before. */
  R result() {
    endPass();
    network.letGo();
    return job().result();
  }

  /** Answers. */
  void answer(StatusReply<R> reply) {
    order.replyTo().tell(reply);
  }

  /** Answers that there is no result. */
  void fail(Throwable cause) {
    order.replyTo().tell(StatusReply.error(cause));
  }

  @Override
  public int liveTensors() {
    return network.liveTensors();
  }

  /** Frees all that it owns; it may be begun again. */
  @Override
  public void letGo() {
    endPass();
    network.letGo();
    EvaluationJob<R> over = job;
    job = null;
    if (over != null) {
      over.close();
    }
  }

  private Map<String, HostTensor> infer(Images images) {
    try {
      return network.get().infer(images);
    } catch (RuntimeException e) {
      throw StageFaultException.of(e);
    }
  }

  private void endPass() {
    PassBatches held = batches;
    batches = null;
    if (held != null) {
      held.close();
    }
  }

  private EvaluationJob<R> job() {
    EvaluationJob<R> opened = job;
    if (opened == null) {
      throw new IllegalStateException("evaluator: no job (expected: one at work)");
    }
    return opened;
  }
}
