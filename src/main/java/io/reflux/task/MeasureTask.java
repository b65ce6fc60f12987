package io.reflux.task;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import io.reflux.dataset.Splits;
import io.reflux.network.FrozenModel;
import io.reflux.objective.LossInput;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.ModelSource;
import io.reflux.rundir.UnreadableImages;
import io.reflux.stage.Evaluator;
import io.reflux.stage.Loader;
import io.reflux.stage.PixelSources;
import io.reflux.stage.StatusBoard;
import java.util.List;
import java.util.function.Supplier;

/**
 * An evaluation task, and how its stages are made.
 *
 * @param run what all tasks share
 * @param task its name
 * @param measure what is measured
 */
public record MeasureTask(RunDependencies run, String task, Measure measure) {

  /** The stages of an evaluation task. */
  record Stages(
      ActorRef<Evaluator.Command> evaluator, UnreadableImages leftOut, PixelSources pixels) {}

  /** Spawns loader and evaluator. */
  Stages spawn(ActorContext<?> context, RunTelemetry telemetry) {
    ActorRef<StatusBoard.Command> board = telemetry.board();
    Splits splits = run.pipeline().data().dataset().open();
    EvaluationParts.Chosen parts = measure.parts().of(splits);
    PixelSources pixels =
        new PixelSources(
            new PixelSources.Parts(splits.train(), parts),
            run.pipeline().data().decode(),
            new PixelSources.Cuts(
                List.of(measure.view()),
                measure.view(),
                EvaluationPreparation.probeView(measure.metrics())),
            run.pipeline().machine().bytesOfEachPool(),
            run.stages());
    ActorRef<Loader.Command> loader =
        context.spawn(
            Loader.create(
                new Loader.Settings(
                    run.pipeline().machine().loaders(),
                    pixels.sources(),
                    run.timeouts().loadRetries()),
                board),
            "loader");
    UnreadableImages leftOut =
        new UnreadableImages(
            run.pipeline().data().unreadableLimit(),
            (image, reason) -> telemetry.leftOut(task, image, reason));
    EvaluationPreparation evaluation =
        new EvaluationPreparation(
            parts,
            measure.metrics(),
            measure.batchSize(),
            measure.device(),
            run.pipeline().machine().loadAhead(),
            run.timeouts(),
            network -> run.directory().embeddings(task, network));
    return new Stages(evaluation.spawn(context, loader, leftOut, board), leftOut, pixels);
  }

  /** What its results are called: the student, or the task if it measures no student. */
  String subject() {
    return measure.source().student().map(ModelSource.Student::name).orElse(task);
  }

  /** Loads the network that is measured. */
  Supplier<FrozenModel> model() {
    FrozenSource model = FrozenSource.of(measure.source(), run);
    FrozenSource.Wanted wanted =
        new FrozenSource.Wanted(
            List.of(LossInput.EMBEDDING), model.precision(), true, List.of(measure.device()));
    Models.Inference inference =
        new Models.Inference(measure.device(), measure.threads(), measure.batchSize());
    return () -> {
      FrozenSource.Written program = model.write(task, wanted);
      return run.stages().measured(() -> program.loading().apply(inference));
    };
  }
}
