package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.dataset.Dataset;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingFile;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Evaluation;
import io.reflux.evaluate.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes the evaluator of a task ready.
 *
 * @param test what is embedded
 * @param metrics what is computed of the embeddings
 * @param batchSize images embedded at once
 * @param device where
 * @param loadDepth batches loaded ahead
 * @param patience how long answers may take
 * @param keptAt where the latest embeddings of a network are kept, by its name
 */
record EvaluationOrders(
    Dataset test,
    List<Metric> metrics,
    int batchSize,
    Device device,
    int loadDepth,
    LearnOrder.Patience patience,
    Function<String, Path> keptAt) {

  /** Spawns the evaluator on a thread of its own. */
  ActorRef<Evaluator.Command> spawn(
      ActorContext<?> context,
      ActorRef<Loader.Command> loader,
      LeftOut leftOut,
      ActorRef<StatusBoard.Command> board) {
    akka.actor.typed.Scheduler scheduler = context.getSystem().scheduler();
    Evaluator.Means means =
        new Evaluator.Means(
            BatchPlan.inOrder(test, batchSize),
            plan ->
                AskPattern.<Loader.Command, PixelBatch>askWithStatus(
                        loader,
                        to -> new Loader.Load(Split.TEST, plan, to),
                        patience.answer(),
                        scheduler)
                    .thenApply(
                        batch -> {
                          leftOut.note(batch);
                          return batch;
                        }),
            loadDepth,
            this::measure,
            patience.answer());
    return context.spawn(
        Evaluator.create(means, board),
        "evaluator",
        DispatcherSelector.fromConfig("reflux.native-dispatcher"));
  }

  private Map<String, Double> measure(String network, GatheredRows rows) {
    if (rows.rows() == 0) {
      throw new IllegalStateException("test split: no image can be read (expected: at least one)");
    }
    int size = rows.embeddings().length / rows.rows();
    EmbeddingSet set = new EmbeddingSet(rows.embeddings(), size, rows.labels());
    keep(new EmbeddingFile(set, rows.exampleIds()), keptAt.apply(network));
    try (TensorScope scope = TensorScope.open("metrics", device)) {
      return Evaluation.evaluate(set, metrics, scope);
    }
  }

  private static void keep(EmbeddingFile embeddings, Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      embeddings.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }
}
