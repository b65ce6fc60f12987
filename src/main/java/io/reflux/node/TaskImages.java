package io.reflux.node;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.Splits;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.ProbeSettings;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.pipeline.Export;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.Work;
import io.reflux.stage.Split;
import io.reflux.view.ViewRecipe;
import java.util.List;
import java.util.Optional;

/**
 * The images that some work shows its networks, as far as they are of the pipeline's data.
 *
 * @param examples the examples
 * @param views how they are cut; view {@code k} takes recipe {@code k} modulo their number
 */
record TaskImages(Dataset examples, List<ViewRecipe> views) {

  /**
   * Those of a part.
   *
   * @param splits the pipeline's data
   * @return empty if the work shows none such, or they are of another dataset
   */
  static Optional<TaskImages> of(Work work, Splits splits, Split part) {
    return work.visit(new Shown(splits, part));
  }

  /** What each kind of work shows. */
  private record Shown(Splits splits, Split part) implements Work.Visitor<Optional<TaskImages>> {
    @Override
    public Optional<TaskImages> learn(Learn learn) {
      return switch (part) {
        case TRAIN -> of(splits.train(), learn.views().recipes());
        case QUEUE -> of(splits.train(), List.of(learn.views().train()));
        case CLEAN -> of(splits.train(), List.of(learn.views().test()));
        case TEST, GALLERY, PROBE ->
            measured(
                learn.evaluation().parts(), learn.evaluation().metrics(), learn.views().test());
      };
    }

    @Override
    public Optional<TaskImages> measure(Measure measure) {
      return switch (part) {
        case TRAIN, QUEUE -> Optional.empty();
        case CLEAN -> of(splits.train(), List.of(measure.view()));
        case TEST, GALLERY, PROBE -> measured(measure.parts(), measure.metrics(), measure.view());
      };
    }

    @Override
    public Optional<TaskImages> export(Export export) {
      return Optional.empty();
    }

    private Optional<TaskImages> measured(
        EvaluationParts parts, List<Metric> metrics, ViewRecipe test) {
      if (!parts.areOfThePipeline()) {
        return Optional.empty();
      }
      EvaluationParts.Chosen chosen = parts.of(splits);
      return switch (part) {
        case TEST -> of(chosen.queries(), List.of(test));
        case GALLERY -> of(chosen.gallery(), List.of(test));
        default ->
            metrics.stream()
                .flatMap(metric -> metric.probe().stream())
                .findFirst()
                .flatMap(ProbeSettings::view)
                .flatMap(view -> of(chosen.gallery(), List.of(view)));
      };
    }

    private static Optional<TaskImages> of(Dataset examples, List<ViewRecipe> views) {
      return Optional.of(new TaskImages(examples, views));
    }
  }
}
