package io.reflux.delivery;

import io.reflux.evaluate.PartWeights;
import io.reflux.method.Weightings;
import io.reflux.network.ForeignProgram;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.HoconFile;
import io.reflux.setting.InputException;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What somebody who opens a model has to know.
 *
 * @param network the network
 * @param view how images are cut for it
 * @param weightings what the parts of its embedding are multiplied by where it is measured
 * @param text all as HOCON: {@code network { … }, view { … }, weighted { … }}
 */
public record ModelDescription(
    NetworkSettings network, ViewRecipe view, Weightings weightings, String text) {
  /** Under this key the text stands in a file. */
  static final String KEY = ForeignProgram.DESCRIPTION;

  /** Describes the network and the view of two sections of a pipeline file. */
  public static ModelDescription of(Section network, Section view) {
    NetworkSettings settings = NetworkSettings.read(network);
    ViewRecipe recipe = Views.read(view);
    return of(settings, network.resolved(), recipe, view.resolved());
  }

  /**
   * Describes a network and a view that have been read.
   *
   * @param networkText HOCON that reads to the network
   * @param viewText HOCON that reads to the view
   */
  public static ModelDescription of(
      NetworkSettings network, String networkText, ViewRecipe view, String viewText) {
    // Where its weights began says nothing to others: they have its own.
    String kept =
        networkText
            .lines()
            .filter(line -> !line.startsWith("weights") && !line.startsWith("from"))
            .collect(Collectors.joining("\n"));
    String text = "network {\n" + kept + "\n}\nview {\n" + viewText + "}\n";
    return new ModelDescription(network, view, Weightings.NONE, text);
  }

  /** The same of a model whose embedding has parts that are weighted where it is measured. */
  public ModelDescription weighted(Weightings others) {
    return others.none()
        ? this
        : new ModelDescription(network, view, others, text + WeightedText.of(network, others));
  }

  /**
   * What the parts of the embedding are multiplied by.
   *
   * @param asked the name of a further weighting; empty for the chosen one
   * @return empty if the embedding is to be measured as it is
   * @throws InputException if there is no weighting of that name
   */
  public Optional<PartWeights> weights(String asked) {
    Map<String, Double> found =
        asked.isEmpty() ? weightings.chosen() : weightings.further().get(asked);
    if (found == null) {
      throw new InputException(
          "weights: "
              + asked
              + " (expected: a number for each part, or one of "
              + weightings.further().keySet()
              + ")");
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(PartWeights.of(parts(), found, network.head().unitLength()));
  }

  /** The names of the embedding's parts; usually none. */
  public List<String> parts() {
    return network.head().parts();
  }

  /**
   * Reads a description out of a file.
   *
   * @param text the text
   * @param file where it stood, for messages
   * @throws IOException if it describes nothing that this version knows
   */
  static ModelDescription parse(String text, Path file) throws IOException {
    Problems problems = new Problems();
    Path folder = Path.of("").toAbsolutePath();
    Section root =
        HoconFile.parse(text, file + " (its description)", folder, problems)
            .orElseThrow(() -> new IOException(file + ": " + problems.all()));
    ModelDescription plain = of(root.section("network"), root.section("view"));
    ModelDescription description =
        root.sectionIfPresent(WeightedText.SECTION)
            .map(section -> plain.weighted(WeightedText.read(section, plain.parts())))
            .orElse(plain);
    root.finish();
    if (!problems.none()) {
      throw new IOException(file + ": its description: " + problems.all().get(0));
    }
    return description;
  }
}
