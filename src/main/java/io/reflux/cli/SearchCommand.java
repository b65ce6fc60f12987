package io.reflux.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reflux.dataset.DatasetException;
import io.reflux.dataset.LooseImages;
import io.reflux.delivery.Embedder;
import io.reflux.delivery.ImageIndex;
import io.reflux.delivery.ModelProbe;
import io.reflux.delivery.OpenModel;
import io.reflux.evaluate.EmbeddingSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reflux search MODEL FOLDER|INDEX IMAGES…}. */
@Command(
    name = "search",
    description = {
      "Finds the images of a folder, or of an index, that are nearest to others.",
      "A folder or archive is indexed first; its index is kept beside the model "
          + "(in the folder indexes of a run) and made again when images or model have "
          + "changed. An index that reflux index wrote goes with the model that made it, "
          + "in any form that it was exported in. "
          + "Exits with 2 if model, index or images can't be opened, or the model is another one."
    },
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelOptions options = new ModelOptions();

  @Parameters(
      index = "1",
      paramLabel = "FOLDER|INDEX",
      description = "A folder or archive of images, or a folder that reflux index wrote.")
  private Path folder = Path.of("");

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "IMAGES",
      description = "Images, and folders and archives of images, to find near ones of.")
  private List<Path> places = List.of();

  @Option(names = "--found", paramLabel = "N", description = "Images found for each. Default: 10.")
  private int found = 10;

  @Option(
      names = "--searched",
      paramLabel = "N",
      description = {
        "In a graph: images kept in sight on the way; more are slower and miss less. Default: 100."
      })
  private int searched = 100;

  @Option(names = "--json", description = "One JSON object instead of lines.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    options.problem().ifPresent(this::refuse);
    if (found < 1 || searched < 1) {
      refuse("--found %d --searched %d (expected: >= 1 each)".formatted(found, searched));
    }
    try (OpenModel model = options.open()) {
      LooseImages images = LooseImages.at(places);
      Embedder.Embedded embedded = // before the folder's, of which there may be many
          new Embedder(model, options.batchSize(), EmbeddingOptions.decode(), options.threads())
              .embed(images, done -> {});
      List<String> names = Arrays.stream(embedded.exampleIds()).mapToObj(images::name).toList();
      List<String> unreadable = embedded.unreadable().stream().map(String::valueOf).toList();
      tell(names, hits(model, embedded.set()), unreadable);
      return ExitCode.DONE;
    } catch (IOException | DatasetException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<List<ImageIndex.Hit>> hits(OpenModel model, EmbeddingSet queries)
      throws IOException {
    try (ImageIndex index = index(model)) {
      if (!index.isOf(ModelProbe.of(model))) {
        refuse(options.path() + ": another model (expected: the one that " + folder + " is of)");
      }
      return index.search(queries, found, searched);
    }
  }

  private ImageIndex index(OpenModel model) throws IOException {
    if (ImageIndex.isAt(folder)) {
      return ImageIndex.open(folder);
    }
    return new OwnIndex(options, folder, spec.commandLine().getErr()).open(model);
  }

  private void tell(List<String> names, List<List<ImageIndex.Hit>> hits, List<String> unreadable)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode root = mapper.createObjectNode().put("index", folder.toString());
      unreadable.forEach(root.putArray("unreadable")::add);
      ArrayNode queries = root.putArray("queries");
      for (int i = 0; i < names.size(); i++) {
        ArrayNode own = queries.addObject().put("image", names.get(i)).putArray("found");
        hits.get(i)
            .forEach(
                hit -> own.addObject().put("name", hit.name()).put("distance", hit.distance()));
      }
      out.println(mapper.writeValueAsString(root));
    } else {
      unreadable.forEach(one -> out.println("unreadable: " + one));
      for (int i = 0; i < names.size(); i++) {
        out.println(names.get(i));
        hits.get(i).forEach(hit -> out.printf("  %.4f  %s%n", hit.distance(), hit.name()));
      }
    }
    out.flush();
  }

  private void refuse(String sentence) {
    throw new ParameterException(spec.commandLine(), sentence);
  }
}
