package io.reflux.stream;

import akka.Done;
import akka.NotUsed;
import akka.stream.Attributes;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.RunnableGraph;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Embedding a whole split, from plans to rows.
 *
 * <pre>
 *  plans ─► load ─► embed ─► (whoever embeds keeps the rows)
 * </pre>
 *
 * <p>Emits: nothing. Completes: when every plan has been embedded, in order. Fails: when a stage
 * fails. Pixels are given back by whoever embeds.
 */
public final class EmbedStream {
  private final Function<BatchPlan, CompletionStage<PixelBatch>> load;
  private final Function<PixelBatch, CompletionStage<Done>> embed;
  private final int loadDepth;

  /**
   * A stream.
   *
   * @param load decodes and cuts the images of a plan
   * @param embed embeds a batch and keeps its rows; one batch at a time
   * @param loadDepth how many batches are loaded ahead
   */
  public EmbedStream(
      Function<BatchPlan, CompletionStage<PixelBatch>> load,
      Function<PixelBatch, CompletionStage<Done>> embed,
      int loadDepth) {
    this.load = load;
    this.embed = embed;
    this.loadDepth = loadDepth;
  }

  /** The whole graph; running it answers the end. */
  public RunnableGraph<CompletionStage<Done>> over(Iterable<BatchPlan> plans) {
    return Source.fromIterator(plans::iterator)
        .via(load())
        .via(embed())
        .toMat(Sink.ignore(), Keep.right())
        .withAttributes(Attributes.inputBuffer(1, 1));
  }

  private Flow<BatchPlan, PixelBatch, NotUsed> load() {
    return Flow.of(BatchPlan.class).mapAsync(loadDepth, load::apply);
  }

  private Flow<PixelBatch, Done, NotUsed> embed() {
    return Flow.of(PixelBatch.class).mapAsync(1, embed::apply);
  }
}
