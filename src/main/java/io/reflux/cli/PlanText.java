package io.reflux.cli;

import io.reflux.batch.ViewGroup;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Splits;
import io.reflux.delivery.ExportFormat;
import io.reflux.evaluate.Metric;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.pipeline.Export;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Measure;
import io.reflux.pipeline.MemoryEstimate;
import io.reflux.pipeline.ModelSource;
import io.reflux.pipeline.Pace;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.StudentSpec;
import io.reflux.pipeline.Task;
import io.reflux.pipeline.TeacherChunk;
import io.reflux.pipeline.TeacherSpec;
import io.reflux.pipeline.ViewSpec;
import io.reflux.pipeline.Work;
import io.reflux.setting.Amount;
import io.reflux.setting.InputException;
import io.reflux.train.StudentPlace;
import io.reflux.view.ViewRecipe;
import io.reflux.weights.WeightsSource;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a pipeline will do, for people. */
final class PlanText {
  private PlanText() {}

  /** The plan, a line a fact; the tasks in the order in which they run. */
  static String of(Pipeline pipeline) {
    StringBuilder text = new StringBuilder();
    String seeds = pipeline.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
    text.append(pipeline.name());
    text.append(seeds.isEmpty() ? ", seed " + pipeline.seed() : ", seeds " + seeds).append('\n');
    Splits splits = pipeline.data().open();
    text.append("train on ").append(of(splits.train())).append('\n');
    text.append("test on  ").append(of(splits.test())).append('\n');
    new TreeMap<>(splits.others())
        .forEach(
            (name, part) ->
                text.append("also     ").append(name).append(": ").append(of(part)).append('\n'));
    if (!splits.rule().isEmpty()) {
      text.append("divided  ").append(splits.rule()).append('\n');
    }
    text.append(ClusterText.of(pipeline));
    for (Task task : pipeline.tasks()) {
      text.append('\n').append(task.name());
      if (!task.needs().isEmpty()) {
        text.append(" (after ").append(String.join(", ", task.needs())).append(')');
      }
      text.append('\n').append(task.work().visit(new Lines(splits, pipeline)));
      text.append(SideBySideText.of(task, pipeline));
    }
    text.append("\nmemory   about ").append(MemoryEstimate.of(pipeline).inWords()).append('\n');
    return text.toString();
  }

  private static String of(Dataset dataset) {
    return Amount.of(dataset.size(), "image")
        + (dataset.labelled() ? " of " + Amount.of(dataset.classes(), "class") : " without labels");
  }

  /** A task's lines, but for its name. */
  private static final class Lines implements Work.Visitor<String> {
    private final Splits splits;
    private final Pipeline pipeline;

    Lines(Splits splits, Pipeline pipeline) {
      this.splits = splits;
      this.pipeline = pipeline;
    }

    @Override
    public String measure(Measure measure) {
      return "  measures "
          + of(measure.source())
          + ": "
          + measure.metrics().stream().map(m -> m.name()).collect(Collectors.joining(", "))
          + "\n"
          + doubts(measure.parts(), measure.metrics());
    }

    @Override
    public String export(Export export) {
      String formats =
          export.formats().stream().map(ExportFormat::word).collect(Collectors.joining(", "));
      return "  exports " + of(export.source()) + ": " + formats + "\n";
    }

    @Override
    public String learn(Learn learn) {
      int steps = learn.sampler().over(splits.train()).stepsPerEpoch();
      StringBuilder text = new StringBuilder();
      text.append(
          String.format(
              "  %s of %s, batches of %s in %s pixels%n",
              Amount.of(learn.epochs(), "epoch"),
              Amount.of(steps, "step"),
              Amount.of(learn.sampler().room().examples(), "example"),
              of(learn.views())));
      learn
          .teachers()
          .forEach(
              (name, teacher) ->
                  text.append("  teacher  ")
                      .append(name.words())
                      .append(of(teacher))
                      .append(of(learn, teacher)));
      learn.students().values().forEach(student -> text.append(of(student, rows(learn, student))));
      pipeline
          .needs(learn)
          .forEach(
              need -> text.append("  memory   about, for ").append(need.inWords()).append('\n'));
      text.append(
          String.format(
              "  evaluated every %s, checkpoint every %s%n",
              learn.evaluation().every(), learn.checkpoint().every()));
      text.append(doubts(learn.evaluation().parts(), learn.evaluation().metrics()));
      text.append(of(pipeline.pace(learn), !learn.teachers().isEmpty()));
      return text.toString();
    }

    private String doubts(EvaluationParts parts, List<Metric> metrics) {
      return parts.of(splits).doubts(metrics).stream()
          .map(doubt -> "  note: " + doubt + "\n")
          .collect(Collectors.joining());
    }
  }

  private static String of(StudentSpec student, long rows) {
    return String.format(
        "  student  %s: embedding of %d on %s, %s%n%s%s",
        student.name(),
        student.network().build().embeddingSize(),
        student.device(),
        threads(student.place().threads()),
        student.place().devices().size() > 1 ? of(student.place(), rows) : "",
        student.network().weights().map(PlanText::of).orElse(""));
  }

  private static String threads(int number) {
    return Amount.of(number, "thread");
  }

  /** What is where of a student on several devices. */
  private static String of(StudentPlace place, long rows) {
    return String.format(
        "  replicas on %s: %s of %s of a batch; loss, optimizer and memories on" + " %s%n",
        place.devices(),
        Amount.of(place.pieces(rows), "piece"),
        Amount.of(place.piece(rows), "row"),
        place.first());
  }

  private static long rows(Learn learn, StudentSpec student) {
    int views = student.method().value().views().student(learn.views().count()).size();
    return (long) learn.sampler().room().examples() * views;
  }

  private static String of(WeightsSource weights) {
    try {
      return "  weights  " + weights.choice() + "\n";
    } catch (IOException e) {
      throw new InputException("network.weights: " + e.getMessage(), e);
    }
  }

  private static String of(ViewSpec views) {
    List<ViewGroup> groups = ViewGroup.of(views.recipes().stream().map(ViewRecipe::side).toList());
    StringBuilder text = new StringBuilder();
    for (ViewGroup group : groups) {
      int count = group.views().size();
      String noun = text.length() > 0 ? "" : count == 1 ? " view" : " views";
      text.append(text.length() > 0 ? " and " : "")
          .append(String.format("%d%s of %d×%d", count, noun, group.side(), group.side()));
    }
    return text.toString();
  }

  private static String of(TeacherSpec teacher) {
    return String.format(
        "%s in %s on %s, %s, cache %s%n",
        teacher.source().words(),
        teacher.precision().toString().toLowerCase(java.util.Locale.ROOT),
        teacher.devices(),
        threads(teacher.threadsPerLane()),
        teacher.cache().mode().toString().toLowerCase(java.util.Locale.ROOT));
  }

  private static String of(Learn learn, TeacherSpec teacher) {
    TeacherChunk chunk = TeacherChunk.of(learn, teacher);
    return String.format(
        "  chunks   of %s, %d a batch; %.0f %% of what is computed is in vain%n",
        Amount.of(chunk.images(), "image"), chunk.pieces(), 100 * chunk.wasted());
  }

  private static String of(Pace pace, boolean taught) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "  depths   %s, %s loading%s, %s to write down, %d MiB of" + " pixels%n",
            Amount.of(pace.loaders(), "loader"),
            Amount.of(pace.loadAhead(), "batch"),
            taught ? ", " + pace.teachAhead() + " at the teacher" : "",
            Amount.of(pace.journalAhead(), "step"),
            (2 * pace.bytesOfEachPool()) >> 20));
    pace.doubts().forEach(doubt -> text.append("  warning: ").append(doubt).append('\n'));
    return text.toString();
  }

  private static String of(ModelSource source) {
    return source
        .student()
        .map(s -> s.words() + ", its " + s.weights() + " weights")
        .orElseGet(source::words);
  }
}
