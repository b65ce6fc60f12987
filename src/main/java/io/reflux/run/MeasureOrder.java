package io.reflux.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.reflux.dataset.Splits;
import io.reflux.network.Lowering;
import io.reflux.network.Network;
import io.reflux.objective.LossInput;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.StudentSpec;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * An evaluation task, and how its stages are made.
 *
 * @param run what all tasks share
 * @param task its name
 * @param measure what is measured
 */
record MeasureOrder(RunMeans run, String task, Measure measure) {

  /** The stages of an evaluation task. */
  record Stages(ActorRef<Evaluator.Command> evaluator, LeftOut leftOut, PixelSources pixels) {}

  /** Spawns loader and evaluator. */
  Stages spawn(ActorContext<?> context, Ears ears) {
    ActorRef<StatusBoard.Command> board = ears.board();
    Splits splits = run.pipeline().data().dataset().open();
    EvaluationParts.Chosen parts = measure.parts().of(splits);
    PixelSources pixels =
        new PixelSources(
            new PixelSources.Parts(splits.train(), parts),
            run.pipeline().data().decode(),
            new PixelSources.Cuts(
                measure.view(), measure.view(), EvaluationOrders.probeView(measure.metrics())),
            run.pipeline().machine().bytesInFlight(),
            run.stages());
    ActorRef<Loader.Command> loader =
        context.spawn(
            Loader.create(
                new Loader.Means(
                    run.pipeline().machine().loaders(),
                    pixels.sources(),
                    run.patience().loadRetries()),
                board),
            "loader");
    LeftOut leftOut =
        new LeftOut(
            run.pipeline().data().unreadableLimit(),
            (image, reason) -> ears.leftOut(task, image, reason));
    EvaluationOrders evaluation =
        new EvaluationOrders(
            parts,
            measure.metrics(),
            measure.batchSize(),
            measure.device(),
            run.pipeline().machine().loadAhead(),
            run.patience(),
            network -> run.directory().embeddings(task, network));
    return new Stages(evaluation.spawn(context, loader, leftOut, board), leftOut, pixels);
  }

  /** Loads the network that is measured. */
  Supplier<Lane.Model> model() {
    StudentSpec student = TrainedStudents.of(run.pipeline(), measure.task(), measure.student());
    Network network = student.network().build();
    Lowering lowering =
        Lowering.lane(measure.device(), student.network().precision(), LossInput.EMBEDDING);
    Path weights = run.directory().model(measure.task(), measure.student(), measure.weights());
    Models.Inference inference =
        new Models.Inference(measure.device(), measure.threads(), measure.batchSize());
    return () -> {
      Path program = run.models().write(task, network, lowering, FirstWeights.read(weights));
      return run.stages().measured(() -> Models.load(program, lowering, inference));
    };
  }
}
