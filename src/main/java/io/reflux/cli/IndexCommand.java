package io.reflux.cli;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.LooseImages;
import io.reflux.delivery.Embedder;
import io.reflux.delivery.ImageIndex;
import io.reflux.delivery.IndexSettings;
import io.reflux.delivery.ModelProbe;
import io.reflux.delivery.OpenModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux index MODEL IMAGES… --out FOLDER}. */
@Command(
    name = "index",
    description = {
      "Embeds images and writes an index in which reflux search finds near ones.",
      "A folder: the embeddings, the names of their images, and a graph if asked for.",
      "Exits with 2 if the model or the images can't be opened."
    },
    mixinStandardHelpOptions = true)
final class IndexCommand implements Callable<Integer> {
  private static final String FLAT = "flat";
  private static final String HNSW = "hnsw";

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
      paramLabel = "FOLDER",
      description = "The index; images.index if absent. Another index there is replaced.")
  private Path out = Path.of("images.index");

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = {
        "flat (if absent): a search looks at every image, and is exact; hnsw: it follows a graph,",
        "for a hundred thousand images and more, and may miss some."
      })
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
    options.problem().ifPresent(this::refuse);
    if (links < 2 || links > 512 || searched < 2 || searched > 3200) {
      refuse("--links %d --searched %d (expected: 2 to 512, 2 to 3200)".formatted(links, searched));
    }
    if (!kind.equals(FLAT) && !kind.equals(HNSW)) {
      refuse("--kind: " + kind + " (expected: one of flat, hnsw)");
    }
    LooseImages images = images();
    Embedder.Embedded embedded;
    float[] probe;
    checkPlace();
    try (OpenModel model = options.open();
        ProgressBar bar = Bars.of(spec.commandLine().getErr(), "embed", images.size())) {
      embedded =
          new Embedder(model, options.batchSize(), EmbedCommand.decode(), options.threads())
              .embed(images, bar::stepTo);
      probe = ModelProbe.of(model);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    List<String> names = Arrays.stream(embedded.exampleIds()).mapToObj(images::name).toList();
    Optional<IndexSettings.Links> graph =
        Optional.of(new IndexSettings.Links(links, searched)).filter(each -> kind.equals(HNSW));
    ImageIndex.write(
        out,
        new ImageIndex.Content(embedded.set(), names, probe),
        new IndexSettings(cosine, graph));
    PrintWriter writer = spec.commandLine().getOut();
    embedded.unreadable().forEach(one -> writer.println("unreadable: " + one));
    writer.printf(
        "%,d images in %s, embeddings of %d numbers; %,d unreadable%n",
        names.size(), out, embedded.set().size(), embedded.unreadable().size());
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

  private LooseImages images() {
    try {
      return LooseImages.at(places);
    } catch (DatasetException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }
}
