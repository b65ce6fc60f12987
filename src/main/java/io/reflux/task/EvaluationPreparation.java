package io.reflux.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import io.reflux.batch.PixelBatch;
import io.reflux.engine.Device;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.ProbeMetric;
import io.reflux.evaluate.ProbeSettings;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.rundir.UnreadableImages;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Loader;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.Timeouts;
import io.reflux.view.ViewRecipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes the evaluator of a task ready.
 *
 * @param parts what is embedded
 * @param metrics what is computed of the embeddings
 * @param batchSize images embedded at once
 * @param device where
 * @param loadDepth batches loaded ahead
 * @param timeouts how long answers may take
 * @param keptAt where the latest embeddings of a network are kept, by its name
 */
record EvaluationPreparation(
    EvaluationParts.Chosen parts,
    List<Metric> metrics,
    int batchSize,
    Device device,
    int loadDepth,
    Timeouts timeouts,
    Function<String, Path> keptAt) {

  /** Spawns the evaluator on a thread of its own. */
  ActorRef<Evaluator.Command> spawn(
      ActorContext<?> context,
      ActorRef<Loader.Command> loader,
      UnreadableImages leftOut,
      ActorRef<StatusBoard.Command> board) {
    akka.actor.typed.Scheduler scheduler = context.getSystem().scheduler();
    Evaluator.Dependencies dependencies =
        new Evaluator.Dependencies(
            (split, plan) ->
                AskPattern.<Loader.Command, PixelBatch>askWithStatus(
                        loader,
                        to -> new Loader.Load(split, plan, to),
                        timeouts.answer(),
                        scheduler)
                    .thenApply(
                        batch -> {
                          leftOut.note(batch);
                          return batch;
                        }),
            loadDepth,
            network -> new Measurements(path -> new Measurement(this, path), keptAt.apply(network)),
            timeouts.answer());
    return context.spawn(
        Evaluator.create(dependencies, board),
        "evaluator",
        DispatcherSelector.fromConfig("reflux.native-dispatcher"));
  }

  /** The view of a linear probe that makes features anew; empty if no metric asks for one. */
  static Optional<ViewRecipe> probeView(List<Metric> metrics) {
    return probe(metrics).flatMap(ProbeSettings::view);
  }

  /** How a linear probe among the metrics learns; empty if there is none. */
  static Optional<ProbeSettings> probe(List<Metric> metrics) {
    return metrics.stream()
        .filter(ProbeMetric.class::isInstance)
        .map(metric -> ((ProbeMetric) metric).settings())
        .findFirst();
  }
}
