package io.reflux.stage;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import io.reflux.batch.PixelBatch;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One job with one network, for one asker. For one thread.
 *
 * @param <R> what comes of it
 */
final class EvaluationRun<R> implements AutoCloseable {
  private final Order<R> order;
  private @Nullable EvaluationJob<R> job;
  private @Nullable FrozenModel model;

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

  EvaluationRun(Order<R> order) {
    this.order = order;
  }

  /** Whose network it is. */
  String subject() {
    return order.subject();
  }

  /** Makes the job and loads the network. */
  void open() {
    job = order.job().get();
    model = order.loading().get();
  }

  /** The next pass; empty when there is no further one. */
  Optional<EvaluationJob.Pass> next() {
    return job().next();
  }

  /** Embeds a batch. */
  void embed(PixelBatch batch) {
    FrozenModel loaded = model;
    if (loaded == null) {
      throw new IllegalStateException("evaluator: no network (expected: one loaded)");
    }
    if (batch.rows() > 0) {
      Images images = new Images(batch.pixels(), batch.rows(), batch.side());
      job().add(loaded.infer(images), batch);
    }
  }

  /** Closes the network and answers what came of it. */
  void finish() {
    unload();
    order.replyTo().tell(StatusReply.success(job().result()));
  }

  /** Answers that it failed. */
  void fail(Throwable cause) {
    order.replyTo().tell(StatusReply.error(cause));
  }

  /** Native tensors of its network. */
  int liveTensors() {
    FrozenModel loaded = model;
    return loaded == null ? 0 : loaded.liveTensors();
  }

  @Override
  public void close() {
    unload();
    EvaluationJob<R> over = job;
    job = null;
    if (over != null) {
      over.close();
    }
  }

  private void unload() {
    FrozenModel loaded = model;
    model = null;
    if (loaded != null) {
      loaded.close();
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
