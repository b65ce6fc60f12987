package io.reflux.task;

import io.reflux.dataset.Splits;
import io.reflux.network.FrozenModel;
import io.reflux.node.OfferedImages;
import io.reflux.objective.LossInput;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.ModelSource;
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

  /** Its stages, not spawned yet. */
  ImageStages stages(RunTelemetry telemetry) {
    Splits splits = run.pipeline().data().open();
    ImageStages.Images images =
        new ImageStages.Images(
            splits.train(),
            List.of(measure.view()),
            measure.view(),
            EvaluationWork.of(measure, measure.parts().of(splits)),
            run.pace(measure));
    return new ImageStages(run, task, images, telemetry);
  }

  /** What its results are called: the student, or the task if it measures no student. */
  String subject() {
    return measure.source().student().map(ModelSource.Student::name).orElse(task);
  }

  /** Loads the network that is measured. */
  Supplier<FrozenModel> model() {
    FrozenSource model = FrozenSource.of(measure.source(), run, task);
    FrozenSource.Wanted wanted =
        new FrozenSource.Wanted(
            List.of(LossInput.EMBEDDING), model.precision(), true, List.of(measure.device()));
    Models.Inference inference =
        new Models.Inference(measure.device(), measure.threads(), measure.batchSize());
    OfferedImages images = new OfferedImages(run.pipeline(), task, run.pipeline().data().open());
    return () -> {
      FrozenSource.Written program = model.write(task, wanted);
      return run.measured(images).load(subject(), program, inference);
    };
  }
}
