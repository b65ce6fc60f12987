package io.reflux.rundir;

import io.reflux.delivery.Provenance;
import io.reflux.pipeline.TeacherSpec;
import io.reflux.weights.WeightsSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells where a trained model comes from. */
final class ModelProvenance {
  private final TrainedModel model;
  private final Optional<TaskSummary> summary;

  ModelProvenance(TrainedModel model) {
    this.model = model;
    summary = model.summary();
  }

  Provenance provenance() {
    return new Provenance(
        model.pipeline().name(),
        model.fileName(),
        about(),
        training(),
        results(),
        model.pipeline().resolved());
  }

  private List<Provenance.Fact> about() {
    List<Provenance.Fact> facts = new ArrayList<>();
    facts.add(new Provenance.Fact("backbone", model.student().network().backbone().name()));
    facts.add(new Provenance.Fact("embedding size", embeddingSize()));
    facts.add(new Provenance.Fact("weights", model.which()));
    model.student().network().weights().ifPresent(begun -> facts.add(begunWith(begun)));
    student()
        .ifPresent(done -> facts.add(new Provenance.Fact("trained parameters", done.parameters())));
    return facts;
  }

  /** Which network of which file; if that is gone meanwhile, what the pipeline file says. */
  private static Provenance.Fact begunWith(WeightsSource weights) {
    String name = "began with";
    try {
      return new Provenance.Fact(name, weights.choice());
    } catch (IOException e) {
      String entry = weights.entry().map(own -> ", " + own).orElse("");
      return new Provenance.Fact(name, weights.file() + entry);
    }
  }

  private long embeddingSize() {
    return model.student().network().build().embeddingSize();
  }

  private List<Provenance.Fact> training() {
    List<Provenance.Fact> facts = new ArrayList<>();
    facts.add(new Provenance.Fact("data", model.pipeline().data().dataset().name()));
    facts.add(new Provenance.Fact("method", model.student().method().name()));
    facts.add(
        new Provenance.Fact(
            "teacher",
            model.learn().teachers().isEmpty()
                ? "none"
                : model.learn().teachers().values().stream()
                    .map(ModelProvenance::of)
                    .collect(Collectors.joining(", "))));
    facts.add(new Provenance.Fact("epochs", model.learn().epochs()));
    facts.add(new Provenance.Fact("seed", model.pipeline().seed()));
    summary.ifPresent(
        done -> {
          facts.add(new Provenance.Fact("steps", done.steps()));
          facts.add(new Provenance.Fact("seconds", Math.round(done.seconds())));
          facts.add(new Provenance.Fact("images left out", done.unreadable().size()));
        });
    return facts;
  }

  private Provenance.Results results() {
    boolean best = model.which().equals("best");
    return student()
        .map(
            done ->
                new Provenance.Results(
                    "after epoch " + (best ? done.bestEpoch() : done.lastEpoch()),
                    best ? done.best() : done.last(),
                    summary.map(TaskSummary::teacher).orElseThrow()))
        .orElse(Provenance.Results.NONE);
  }

  private Optional<TaskSummary.StudentSummary> student() {
    return summary.map(done -> done.students().get(model.student().name()));
  }

  private static String of(TeacherSpec teacher) {
    String words = teacher.source().words();
    return teacher.source().student().isPresent() ? words + " of the same run" : words;
  }
}
