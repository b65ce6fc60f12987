package io.reflux.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.dataset.Splits;
import io.reflux.delivery.Embedder;
import io.reflux.delivery.OpenModel;
import io.reflux.engine.Device;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Evaluation;
import io.reflux.evaluate.Metric;
import io.reflux.evaluate.PartWeights;
import io.reflux.evaluate.Retrieval;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Unreadable;
import io.reflux.pipeline.DataSpec;
import io.reflux.pipeline.EvaluationParts;
import io.reflux.rundir.ClassTable;
import io.reflux.rundir.TrainedModel;
import io.reflux.setting.Amount;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux evaluate MODEL --data DATA --metrics NAMES}. */
@Command(
    name = "evaluate",
    description = {
      "Measures a trained or exported model on a dataset.",
      "Exits with 2 if the model or the data can't be opened."
    },
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelOptions options = new ModelOptions();

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description =
          "A folder or archive of class folders; NAME:PATH with a dataset's name, as "
              + "cub-200-2011:data/CUB_200_2011; or settings: \"{ dataset = …, root = … }\". "
              + "Of a run directory: its own data if absent.")
  private String data = "";

  @Option(
      names = "--split",
      paramLabel = "PART",
      description =
          "What is measured: auto (if absent: the queries of a dataset that has them, else test),"
              + " test, train, another part of the dataset, or all: training and test examples"
              + " together.")
  private String split = "auto";

  @Option(
      names = "--gallery",
      paramLabel = "PART",
      description =
          "Where neighbours are looked for: auto (if absent: the gallery of a dataset that has one,"
              + " else same), same (the other examples of the part), or a part, as train for k-NN"
              + " and a linear probe.")
  private String gallery = "auto";

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "NAMES",
      description = "As recall@1,recall@8,map@r,nmi; the usual ones if absent.")
  private List<String> metrics = List.of();

  @Option(
      names = "--weights",
      paramLabel = "WEIGHTS",
      description =
          "Of an embedding with parts, as DiVA's: a number for each, as 0.5,1,1,1; the name of one"
              + " of the model's weightings; or none: as it is. If absent: those that its training"
              + " chose.")
  private String weights = "";

  @Option(names = "--json", description = "One JSON object instead of lines.")
  private boolean json;

  @Mixin private EvaluationExtras extras = new EvaluationExtras();

  private Optional<PartWeights> weighting = Optional.empty();

  @Override
  public Integer call() throws IOException {
    options.problem().or(extras::problem).ifPresent(this::refuse);
    extras.classes().ifPresent(new OutputPlace(spec, "--classes")::ofFile);
    List<Metric> asked = MetricsOption.read(metrics, this::refuse);
    Outcome outcome;
    try (OpenModel model = options.open()) {
      weighting = WeightsOption.read(weights, options.description(), this::refuse);
      Subject subject = subject();
      EvaluationParts.Chosen parts = parts(subject.splits());
      List<Metric> meant =
          metrics.isEmpty()
              ? asked.stream().filter(metric -> MetricsOption.fits(metric, parts)).toList()
              : asked;
      MetricsOption.check(meant, parts, this::refuse);
      outcome = measure(model, subject, parts, meant);
    } catch (IOException | DatasetException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    tell(outcome);
    if (extras.classes().isPresent()) {
      ClassTable.write(
          outcome.extras().terms().orElseThrow(),
          outcome.parts().queries()::className,
          extras.classes().orElseThrow());
    }
    return ExitCode.DONE;
  }

  /** A dataset, and how its images are decoded. */
  private record Subject(Splits splits, DecodeSettings decode) {}

  /** What was measured. */
  private record Outcome(
      Map<String, Double> metrics,
      MetricDistances distances,
      EvaluationExtras.Found extras,
      EvaluationParts.Chosen parts,
      List<String> doubts,
      int images,
      List<Unreadable> unreadable) {}

  private Subject subject() throws IOException {
    if (!data.isEmpty()) {
      return new Subject(DataOption.read(data, this::refuse).open(), EmbeddingOptions.decode());
    }
    Optional<TrainedModel> trained = options.trained();
    if (trained.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--data is missing (expected: the data to measure on)");
    }
    DataSpec own = trained.get().pipeline().data();
    return new Subject(own.open(), own.decode());
  }

  private EvaluationParts.Chosen parts(Splits splits) {
    if (split.equals("all")) {
      Dataset all = DataOption.all(splits);
      return new EvaluationParts.Chosen(all, all, split, split);
    }
    return new EvaluationParts(split, gallery).of(splits);
  }

  private Outcome measure(
      OpenModel model, Subject subject, EvaluationParts.Chosen parts, List<Metric> asked) {
    Embedder embedder =
        new Embedder(model, options.batchSize(), subject.decode(), options.threads());
    List<Unreadable> unreadable = new ArrayList<>();
    EmbeddingSet queries = embed(embedder, parts.queries(), unreadable);
    Retrieval retrieval =
        parts.leaveOneOut()
            ? Retrieval.within(queries)
            : Retrieval.between(queries, embed(embedder, parts.gallery(), unreadable));
    extras.problem(queries.size()).ifPresent(this::refuse);
    try (TensorScope scope = TensorScope.open("metrics", Device.CPU)) {
      Map<String, Double> metrics = Evaluation.evaluate(retrieval, asked, scope);
      List<String> doubts = parts.findable().doubts(asked);
      EvaluationExtras.Found found = extras.of(retrieval, asked, scope);
      return new Outcome(
          metrics, MetricDistances.of(asked), found, parts, doubts, queries.count(), unreadable);
    }
  }

  private EmbeddingSet embed(Embedder embedder, Dataset part, List<Unreadable> unreadable) {
    try (ProgressBar bar = Bars.of(spec.commandLine().getErr(), "embed", part.size())) {
      Embedder.Embedded embedded = embedder.embed(part, bar::stepTo);
      unreadable.addAll(embedded.unreadable());
      return weighting.map(own -> own.of(embedded.set())).orElse(embedded.set());
    }
  }

  private void tell(Outcome outcome) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode root = mapper.createObjectNode();
      root.put("model", options.path().toString()).put("data", data);
      root.put("split", outcome.parts().queriesName());
      weighting.ifPresent(own -> own.ofParts().forEach(root.withArray("weights")::add));
      root.put("gallery", outcome.parts().galleryName()).put("images", outcome.images());
      ArrayNode unreadable = root.putArray("unreadable");
      outcome.unreadable().forEach(one -> unreadable.add(one.toString()));
      outcome.doubts().forEach(root.putArray("notes")::add);
      outcome.metrics().forEach(root.putObject("metrics")::put);
      outcome.distances().byName().forEach(root.putObject("distances")::put);
      ExtrasText.put(outcome.extras(), outcome.parts().queries(), root);
      out.println(mapper.writeValueAsString(root));
    } else {
      outcome.unreadable().forEach(one -> out.println("unreadable: " + one));
      outcome.doubts().forEach(doubt -> out.println(WrappedText.onScreen("note: " + doubt)));
      out.println(Amount.of(outcome.images(), "image") + "; shares are percentages");
      outcome
          .distances()
          .sentence()
          .ifPresent(sentence -> out.println(WrappedText.onScreen(sentence)));
      out.println(ExtrasText.metrics(outcome.metrics(), outcome.extras()));
      ExtrasText.worst(outcome.extras(), outcome.parts().queries()).forEach(out::println);
    }
    out.flush();
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }
}
