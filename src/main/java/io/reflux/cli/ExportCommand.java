package io.reflux.cli;

import io.reflux.delivery.ExportFolder;
import io.reflux.delivery.ExportFormat;
import io.reflux.delivery.ModelExport;
import io.reflux.network.Precision;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code reflux export RUN_DIR --task NAME}. */
@Command(
    name = "export",
    description = {
      "Writes a trained model in forms that other programs load.",
      "With it go a model card and the digests of all files; a folder of such folders is a"
          + " registry, which reflux models lists and verifies. Exits with 2 if the run has no such"
          + " model."
    },
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN_DIR", description = "The folder of the run.")
  private Path folder = Path.of("");

  @Mixin private StudentOption student = new StudentOption();

  @Option(
      names = "--format",
      split = ",",
      paramLabel = "FORMAT",
      description =
          "torchscript, safetensors, onnx or djl, or several; torchscript,safetensors if absent.",
      converter = ToFormat.class)
  private List<ExportFormat> formats = List.of(ExportFormat.TORCHSCRIPT, ExportFormat.SAFETENSORS);

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description = "The arithmetic of programs: float32 (if absent) or bfloat16.",
      converter = ToPrecision.class)
  private Precision precision = Precision.FLOAT32;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to; RUN_DIR/export/NAME if absent.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    student.problem().ifPresent(this::refuse);
    TrainedModel model;
    try {
      model = student.of(folder);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    Path target = out == null ? new RunDirectory(folder).export(model.fileName()) : out;
    new OutputPlace(spec, "--out").ofFolder(target);
    for (ExportFolder other : ExportFolder.at(target).stream().toList()) {
      if (!other.record().model().equals(model.fileName())) {
        refuse(
            "--out: "
                + target
                + " holds the model "
                + other.record().model()
                + " (expected: a folder of its own, as "
                + target.resolveSibling(model.fileName())
                + ")");
      }
    }
    Set<ExportFormat> chosen = EnumSet.copyOf(formats);
    for (Path file : new ModelExport(model.deliverable(), precision).write(chosen, target)) {
      spec.commandLine().getOut().println(file);
    }
    return ExitCode.DONE;
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }

  /** The word of a format. */
  static final class ToFormat implements ITypeConverter<ExportFormat> {
    @Override
    public ExportFormat convert(String text) {
      ExportFormat format = ExportFormat.names().get(text);
      if (format == null) {
        throw new TypeConversionException(
            text + " (expected: one of " + ExportFormat.words() + ")");
      }
      return format;
    }
  }

  /** The name of a precision, as in a pipeline file. */
  static final class ToPrecision implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String text) {
      return Stream.of(Precision.values())
          .filter(precision -> precision.word().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException(text + " (expected: one of " + words() + ")"));
    }

    private static String words() {
      return Stream.of(Precision.values()).map(Precision::word).toList().toString();
    }
  }
}
