package io.reflux.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.delivery.ExportFolder;
import io.reflux.delivery.ExportRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux models [DIR]}. */
@Command(
    name = "models",
    description = {
      "Lists the exported models of a folder: what they are, how they were measured, their"
          + " digests.",
      "A folder of exports is a registry: reflux export RUN_DIR --out exports/NAME puts one in. "
          + "Exits with 1 if --verify finds a file that is gone or differs from its checksum."
    },
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  private static final List<String> USUAL = List.of("exports", "runs");
  private static final int DAY = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where exports are looked for, at any depth; exports if absent, or runs.")
  private @Nullable Path folder;

  @Option(
      names = "--verify",
      description = "Compares every file with the digest that it was exported with.")
  private boolean verify;

  @Option(names = "--json", description = "Prints one JSON array.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Path place = place();
    List<ExportFolder> models = ExportFolder.in(place);
    List<String> damage = new ArrayList<>();
    if (verify) {
      for (ExportFolder model : models) {
        damage.addAll(model.damage());
      }
    }
    if (json) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(models.stream().map(ModelsCommand::values).toList()));
    } else if (models.isEmpty()) {
      out.println("no exported model in " + place.toAbsolutePath().normalize());
    } else {
      out.println(table(models, place).text(Screens.tableWidth()));
    }
    damage.forEach(spec.commandLine().getErr()::println);
    if (verify && !json && damage.isEmpty() && !models.isEmpty()) {
      out.println("every file is as it was exported");
    }
    out.flush();
    return damage.isEmpty() ? ExitCode.DONE : ExitCode.DAMAGED;
  }

  private Path place() {
    if (folder != null) {
      if (!Files.isDirectory(folder)) {
        throw new ParameterException(
            spec.commandLine(), "DIR: " + folder + " (expected: a folder of exported models)");
      }
      return folder;
    }
    return USUAL.stream()
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "DIR: not named, and there is neither exports nor runs (expected: a folder of"
                        + " exported models)"));
  }

  private static TextTable table(List<ExportFolder> models, Path place) {
    TreeSet<String> metrics = new TreeSet<>(MetricOrder.BY_NAME);
    models.forEach(model -> metrics.addAll(model.record().metrics().keySet()));
    TextTable table = new TextTable();
    List<String> head = new ArrayList<>(List.of("folder", "model", "network", "size", "date"));
    head.add("digest");
    head.addAll(metrics);
    table.add(head);
    for (ExportFolder model : models) {
      ExportRecord record = model.record();
      List<String> row = new ArrayList<>();
      row.add(place.relativize(model.folder()).toString());
      row.add(record.pipeline() + ": " + record.model());
      row.add(record.network());
      row.add(Long.toString(record.embeddingSize()));
      row.add(record.written().substring(0, Math.min(DAY, record.written().length())));
      row.add(record.digest());
      metrics.forEach(metric -> row.add(MetricText.of(metric, record.metrics().get(metric))));
      table.add(row);
    }
    return table;
  }

  private static Map<String, Object> values(ExportFolder model) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("folder", model.folder().toAbsolutePath().normalize().toString());
    values.put("record", model.record());
    return values;
  }
}
