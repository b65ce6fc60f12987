package io.reflux.pipeline;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.Splits;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.MetricSettings;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether work fits the data; answers with the work as the data let it be done, or throws a {@link
 * DatasetException} that says what does not fit: a sampler that fills no batch, parts that there
 * are not.
 */
final class DataFit implements Work.Visitor<Work> {
  private static final Logger LOG = LoggerFactory.getLogger(DataFit.class);

  private final Splits splits;
  private final TaskDraft draft;

  DataFit(Splits splits, TaskDraft draft) {
    this.splits = splits;
    this.draft = draft;
  }

  @Override
  public Work learn(Learn learn) {
    EvaluationSpec evaluation = learn.evaluation();
    Learn fitting = learn.evaluated(measurable(learn, evaluation.parts().of(splits)));
    check(evaluation.parts(), fitting.evaluation().metrics());
    LearningCheck.check(splits.train(), learn);
    int steps = learn.sampler().over(splits.train()).stepsPerEpoch();
    tellOfRounding(learn);
    learn.students().values().stream()
        .flatMap(student -> TrainingDoubts.of(student, learn, steps).stream())
        .forEach(doubt -> LOG.warn("{}: {}", draft.name(), doubt));
    return fitting;
  }

  @Override
  public Work measure(Measure measure) {
    check(measure.parts(), measure.metrics());
    return measure;
  }

  @Override
  public Work export(Export export) {
    return export;
  }

  /** Without labels, metrics that go by classes are left out, and the teacher is looked at. */
  private EvaluationSpec measurable(Learn learn, EvaluationParts.Chosen parts) {
    EvaluationSpec evaluation = learn.evaluation();
    List<Metric> metrics = evaluation.metrics();
    List<Metric> kept = metrics.stream().filter(m -> !m.comparesClasses()).toList();
    boolean labelled = parts.each().stream().allMatch(one -> one.queries().labelled());
    if (labelled || kept.size() == metrics.size()) {
      return evaluation;
    }
    boolean taught = learn.teachers().values().stream().anyMatch(TeacherSpec::measure);
    List<Metric> instead = kept.isEmpty() && taught ? MetricSettings.ofAgreement() : kept;
    if (instead.isEmpty()) {
      throw unlabelled(parts, metrics);
    }
    LOG.warn(
        "{}: {} go by classes, and the images have no labels: left out, measured by {}",
        draft.name(),
        names(metrics.stream().filter(Metric::comparesClasses).toList()),
        names(instead));
    Section section = AgreementCheck.evaluation(draft);
    EvaluationSpec chosen = evaluation.by(instead);
    section.resolve("metrics", instead.stream().map(Metric::name).toList());
    section.resolve("best", chosen.best());
    return chosen;
  }

  private void check(EvaluationParts parts, List<Metric> metrics) {
    EvaluationParts.Chosen all = parts.of(splits);
    all.each().forEach(chosen -> check(chosen, metrics));
    if (!all.sets().isEmpty() && metrics.stream().anyMatch(metric -> metric.probe().isPresent())) {
      throw new DatasetException(
          "evaluate.metrics: linear-probe (expected: one dataset to measure on, not "
              + all.queriesName()
              + ")");
    }
  }

  private static void check(EvaluationParts.Chosen chosen, List<Metric> metrics) {
    List<Metric> ofClasses = metrics.stream().filter(Metric::comparesClasses).toList();
    if (!chosen.queries().labelled() && !ofClasses.isEmpty()) {
      throw unlabelled(chosen, ofClasses);
    }
    chosen
        .findable()
        .impossible(metrics)
        .ifPresent(
            why -> {
              throw new DatasetException(
                  "evaluate.queries: " + chosen.queriesName() + alone(chosen) + ": " + why);
            });
    if (chosen.leaveOneOut() && metrics.stream().anyMatch(metric -> metric.probe().isPresent())) {
      throw new DatasetException(
          "evaluate.metrics: linear-probe (expected: gallery = train, for it to learn on)");
    }
  }

  private static String alone(EvaluationParts.Chosen chosen) {
    int[] labels = chosen.queries().labels();
    return Arrays.stream(labels).allMatch(label -> label == labels[0])
        ? ", of class " + chosen.queries().className(labels[0]) + " alone"
        : "";
  }

  private static DatasetException unlabelled(EvaluationParts.Chosen parts, List<Metric> metrics) {
    return new DatasetException(
        "evaluate.queries: "
            + parts.queriesName()
            + ", of images without labels (expected: labels, for "
            + names(metrics)
            + "; teacher-overlap@k needs none, but a teacher that is measured)");
  }

  private void tellOfRounding(Learn learn) {
    int asked = learn.sampler().batchSize();
    int made = learn.sampler().room().examples();
    if (made < asked) {
      LOG.warn(
          "{}: sampler.batch-size: {} (expected: a multiple of images-per-class; batches have {}"
              + " images)",
          draft.name(),
          asked,
          made);
    }
  }

  private static String names(List<Metric> metrics) {
    return metrics.stream().map(Metric::name).collect(Collectors.joining(", "));
  }
}
