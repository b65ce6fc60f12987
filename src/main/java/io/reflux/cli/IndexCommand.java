package io.reflux.cli;

import io.reflux.dataset.LooseImages;
import io.reflux.delivery.ImageIndex;
import io.reflux.delivery.IndexSettings;
import io.reflux.delivery.ModelProbe;
import io.reflux.delivery.OpenModel;
import io.reflux.setting.Amount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code reflux index MODEL IMAGES… --out FOLDER}. */
@Command(
    name = "index",
    description = {
      "Embeds images and writes an index in which reflux search finds near ones.",
      "A folder: the embeddings, the names of their images, and a graph if asked for. "
          + "Exits with 2 if the model or the images can't be opened."
    },
    mixinStandardHelpOptions = true)
final class IndexCommand implements Callable<Integer> {
  private static final String FLAT = "flat";
  private static final String HNSW = "hnsw";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EmbeddingOptions wanted = new EmbeddingOptions();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "The index; images.index if absent. Another index there is replaced.")
  private Path out = Path.of("images.index");

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "flat (if absent): a search looks at every image, and is exact; hnsw: it follows a graph,"
              + " for a hundred thousand images and more, and may miss some.")
  private String kind = FLAT;

  @Option(
      names = "--cosine",
      description = "Images are near by the angle of their embeddings; by distance if absent.")
  private boolean cosine;

  @Option(
      names = "--links",
      paramLabel = "N",
      description = "hnsw: links of an image to near ones, 2 to 512. Default: 16.")
  private int links = 16;

  @Option(
      names = "--searched",
      paramLabel = "N",
      description = {
        "hnsw: images kept in sight while links are looked for, 2 to 3200. Default: 100."
      })
  private int searched = 100;

  @Override
  public Integer call() throws IOException {
    if (links < 2 || links > 512 || searched < 2 || searched > 3200) {
      refuse("--links %d --searched %d (expected: 2 to 512, 2 to 3200)".formatted(links, searched));
    }
    if (!kind.equals(FLAT) && !kind.equals(HNSW)) {
      refuse("--kind: " + kind + " (expected: one of flat, hnsw)");
    }
    LooseImages found = wanted.images();
    new OutputPlace(spec, "--out").ofFolder(out);
    checkPlace();
    EmbeddingOptions.Images images;
    float[] probe;
    try (OpenModel model = wanted.open()) {
      images = wanted.embed(model, found);
      probe = ModelProbe.of(model);
    }
    Optional<IndexSettings.Links> graph =
        Optional.of(new IndexSettings.Links(links, searched)).filter(each -> kind.equals(HNSW));
    ImageIndex.write(
        out,
        new ImageIndex.Content(images.embedded().set(), images.names(), probe),
        new IndexSettings(cosine, graph));
    PrintWriter writer = spec.commandLine().getOut();
    images.embedded().unreadable().forEach(one -> writer.println("unreadable: " + one));
    writer.printf(
        "%s in %s, embeddings of %s; %,d unreadable%n",
        Amount.of(images.names().size(), "image"),
        out,
        Amount.of(images.embedded().set().size(), "number"),
        images.embedded().unreadable().size());
    writer.flush();
    return ExitCode.DONE;
  }

  private void checkPlace() {
    try {
      ImageIndex.check(out);
    } catch (IOException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }
}
