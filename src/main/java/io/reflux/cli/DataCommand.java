package io.reflux.cli;

import io.reflux.dataset.DatasetRecipe;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import io.reflux.report.ContactSheet;
import io.reflux.report.DatasetSurvey;
import io.reflux.setting.Defaults;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux data DATASET…}. */
@Command(
    name = "data",
    description = {
      "Looks at datasets before anything trains.",
      "Counts images and classes, says how they are divided, how large pictures are, which can't be"
          + " read, and which come more than once (by SHA-256), also over the parts."
    },
    mixinStandardHelpOptions = true)
final class DataCommand implements Callable<Integer> {
  private static final String PIPELINE = ".conf";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "DATASET",
      description =
          "A folder or archive, a table, shards, NAME:PATH, settings in braces as \"{ dataset ="
              + " table, root = … }\", or a pipeline file, of which only data { … } is read.")
  private List<String> datasets = List.of();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes a contact sheet of one dataset: a page that needs nothing beside it.")
  private Path html = Path.of("");

  @Option(names = "--json", description = "Prints one JSON object for each dataset.")
  private boolean json;

  @Option(
      names = "--names-only",
      description = "Reads lists and names alone: nothing is said of pixels and copies then.")
  private boolean namesOnly;

  @Override
  public Integer call() throws IOException {
    boolean page = !html.toString().isEmpty();
    if (page && datasets.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "--html: " + datasets.size() + " datasets (expected: one)");
    }
    if (page) {
      new OutputPlace(spec, "--html").ofFile(html);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (String dataset : datasets) {
      Described described = described(dataset);
      Splits splits = described.recipe().open();
      DatasetSurvey survey = survey(splits, described.decode());
      out.println(json ? survey.json() : dataset);
      if (!json) {
        out.println(WrappedText.onScreen("  " + String.join("\n  ", survey.lines())));
      }
      if (page) {
        ContactSheet.write(dataset, splits, survey, described.decode(), html);
      }
      out.flush();
    }
    return ExitCode.DONE;
  }

  private DatasetSurvey survey(Splits splits, DecodeSettings decode) {
    if (namesOnly) {
      return DatasetSurvey.of(splits);
    }
    int count = DatasetSurvey.distinct(splits);
    try (ProgressBar bar = Bars.of(spec.commandLine().getErr(), "data", count)) {
      return DatasetSurvey.reading(splits, decode, bar::stepTo);
    }
  }

  /** A dataset, and how its images are decoded. */
  private record Described(DatasetRecipe recipe, DecodeSettings decode) {}

  private Described described(String dataset) {
    Problems problems = new Problems();
    boolean pipeline = dataset.endsWith(PIPELINE);
    Section data =
        pipeline
            ? HoconFile.read(Path.of(dataset), List.of(), problems)
                .map(root -> root.section("data"))
                .orElseGet(() -> new Section(Defaults.NONE, Defaults.NONE, "data", problems))
            : new Section(Defaults.NONE, Defaults.NONE, "data", problems);
    Section own = data.withDefaults(Defaults.of("pipeline.data"));
    own.allow("unreadable-limit");
    DecodeSettings decode = DecodeSettings.read(own.section("decode"));
    DatasetRecipe recipe =
        pipeline && problems.none()
            ? Datasets.CATALOGUE.readNamed(own, "dataset").value()
            : DataOption.read(dataset, this::refuse);
    problems.all().stream().findFirst().ifPresent(problem -> refuse(problem.toString()));
    return new Described(recipe, decode);
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }
}
