package io.reflux.cli;

import io.reflux.batch.Preparation;
import io.reflux.intake.Unreadable;
import io.reflux.pipeline.DataSpec;
import io.reflux.pipeline.Pipeline;
import io.reflux.setting.Amount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux prepare FILE --out DIR}. */
@Command(
    name = "prepare",
    description = {
      "Decodes the dataset of a pipeline file once, into shards that are read much faster.",
      "Goes on where an earlier run was stopped. Use it with data { dataset = prepared, root = DIR"
          + " }."
    },
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PipelineOptions options = new PipelineOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where the shards are written.")
  private Path folder = Path.of("");

  @Option(
      names = "--side",
      paramLabel = "PIXELS",
      description = "The shorter side of larger images; 0 keeps their size. Default: 256.")
  private int side = 256;

  @Option(
      names = "--jpeg",
      paramLabel = "QUALITY",
      description = "JPEG of this quality, up to 1, instead of raw pixels: smaller, slower.")
  private float jpeg;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (side < 0 || jpeg < 0 || jpeg > 1) {
      throw new ParameterException(
          spec.commandLine(), "--side " + side + " --jpeg " + jpeg + " (expected: >= 0, 0 … 1)");
    }
    Optional<Pipeline> pipeline = options.read(out);
    if (pipeline.isEmpty()) {
      return ExitCode.BAD_INPUT;
    }
    DataSpec data = pipeline.get().data();
    Preparation preparation = new Preparation(data.open(), data.decode(), side, jpeg);
    if (preparation.isIn(folder)) {
      out.printf("already prepared in %s: %s%n", folder, Amount.of(preparation.size(), "image"));
      out.flush();
      return ExitCode.DONE;
    }
    new OutputPlace(spec, "--out").ofFolder(folder);
    long bytes = preparation.estimatedBytes();
    DiskRoom room = DiskRoom.of(folder);
    out.printf(
        "%s, about %s in %s, of %s that are free%n",
        Amount.of(preparation.size(), "image"),
        Amount.bytes(bytes),
        folder,
        Amount.bytes(room.freeBytes()));
    out.flush();
    room.check(bytes);
    List<Unreadable> unreadable;
    try (ProgressBar bar = Bars.of(spec.commandLine().getErr(), "prepare", preparation.size())) {
      unreadable = preparation.write(folder, bar::stepTo);
    }
    unreadable.forEach(one -> out.println("unreadable: " + one));
    int readable = preparation.size() - unreadable.size();
    out.printf(
        "%,d of %s prepared, %,d unreadable%n",
        readable, Amount.of(preparation.size(), "image"), unreadable.size());
    out.flush();
    return ExitCode.DONE;
  }
}
