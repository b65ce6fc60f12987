package io.reflux.cli;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.LooseImages;
import io.reflux.delivery.Embedder;
import io.reflux.delivery.NumpyFile;
import io.reflux.delivery.OpenModel;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Unreadable;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux embed MODEL IMAGES… --out FILE}. */
@Command(
    name = "embed",
    description = {
      "Embeds images with a trained or exported model.",
      "Writes a NumPy array, float32 (images, embedding size), and beside it, with the ending",
      ".txt, the name of the image of each row. Unreadable images have no row and are named.",
      "Exits with 2 if the model or the images can't be opened."
    },
    mixinStandardHelpOptions = true)
final class EmbedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelOptions options = new ModelOptions();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGES",
      description = "Folders and archives of images, and images.")
  private List<Path> places = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The array; embeddings.npy if absent.")
  private Path out = Path.of("embeddings.npy");

  @Override
  public Integer call() throws IOException {
    options.problem().ifPresent(this::refuse);
    LooseImages images = images();
    Embedder.Embedded embedded;
    try (OpenModel model = model();
        ProgressBar bar = Bars.of(spec.commandLine().getErr(), "embed", images.size())) {
      embedded =
          new Embedder(model, options.batchSize(), decode(), options.threads())
              .embed(images, bar::stepTo);
    }
    NumpyFile.write(embedded.set(), out);
    String names =
        Arrays.stream(embedded.exampleIds())
            .mapToObj(images::name)
            .collect(Collectors.joining("\n", "", "\n"));
    Path list = names(out);
    ByteBuffer bytes = ByteBuffer.wrap(names.getBytes(StandardCharsets.UTF_8));
    DurableFile.write(list, channel -> channel.write(bytes));
    tell(embedded, list);
    return ExitCode.DONE;
  }

  private void tell(Embedder.Embedded embedded, Path list) {
    PrintWriter writer = spec.commandLine().getOut();
    for (Unreadable one : embedded.unreadable()) {
      writer.println("unreadable: " + one);
    }
    writer.printf(
        "%,d embeddings of %d numbers in %s, their names in %s; %,d unreadable%n",
        embedded.set().count(), embedded.set().size(), out, list, embedded.unreadable().size());
    writer.flush();
  }

  private LooseImages images() {
    try {
      return LooseImages.at(places);
    } catch (DatasetException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private OpenModel model() {
    try {
      return options.open();
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }

  /** How images are decoded where no pipeline file says it. */
  static DecodeSettings decode() {
    return DecodeSettings.read(new Section(Defaults.NONE, Defaults.NONE, "", new Problems()));
  }

  private static Path names(Path array) {
    String name = String.valueOf(array.getFileName());
    String stem = name.endsWith(".npy") ? name.substring(0, name.length() - 4) : name;
    return array.resolveSibling(stem + ".txt");
  }
}
