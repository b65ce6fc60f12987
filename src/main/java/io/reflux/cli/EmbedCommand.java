package io.reflux.cli;

import io.reflux.dataset.LooseImages;
import io.reflux.delivery.Embedder;
import io.reflux.delivery.NumpyFile;
import io.reflux.delivery.OpenModel;
import io.reflux.intake.Unreadable;
import io.reflux.setting.Amount;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code reflux embed MODEL IMAGES… --out FILE}. */
@Command(
    name = "embed",
    description = {
      "Embeds images with a trained or exported model.",
      "Writes a NumPy array, float32 (images, embedding size), and beside it, with the ending "
          + ".txt, the name of the image of each row. Unreadable images have no row and are named. "
          + "Exits with 2 if the model or the images can't be opened."
    },
    mixinStandardHelpOptions = true)
final class EmbedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EmbeddingOptions wanted = new EmbeddingOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The array; embeddings.npy if absent.")
  private Path out = Path.of("embeddings.npy");

  @Override
  public Integer call() throws IOException {
    new OutputPlace(spec, "--out").ofFile(out);
    LooseImages found = wanted.images();
    EmbeddingOptions.Images images;
    try (OpenModel model = wanted.open()) {
      images = wanted.embed(model, found);
    }
    NumpyFile.write(images.embedded().set(), out);
    String names = images.names().stream().collect(Collectors.joining("\n", "", "\n"));
    Path list = names(out);
    DurableFile.write(list, names.getBytes(StandardCharsets.UTF_8));
    tell(images.embedded(), list);
    return ExitCode.DONE;
  }

  private void tell(Embedder.Embedded embedded, Path list) {
    PrintWriter writer = spec.commandLine().getOut();
    for (Unreadable one : embedded.unreadable()) {
      writer.println("unreadable: " + one);
    }
    writer.printf(
        "%s of %s in %s, their names in %s; %,d unreadable%n",
        Amount.of(embedded.set().count(), "embedding"),
        Amount.of(embedded.set().size(), "number"),
        out,
        list,
        embedded.unreadable().size());
    writer.flush();
  }

  private static Path names(Path array) {
    String name = String.valueOf(array.getFileName());
    String stem = name.endsWith(".npy") ? name.substring(0, name.length() - 4) : name;
    return array.resolveSibling(stem + ".txt");
  }
}
