package io.reflux.delivery;

import io.reflux.network.NetworkSettings;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * What somebody who opens a model has to know.
 *
 * @param network the network
 * @param view how images are cut for it
 * @param text both as HOCON: {@code network { … }, view { … }}
 */
public record ModelDescription(NetworkSettings network, ViewRecipe view, String text) {
  /** Under this key the text stands in a file. */
  static final String KEY = "reflux-model";

  /** Describes the network and the view of two sections of a pipeline file. */
  public static ModelDescription of(Section network, Section view) {
    NetworkSettings settings = NetworkSettings.read(network);
    ViewRecipe recipe = Views.read(view);
    // Where its weights began says nothing to others: they have its own.
    String kept =
        network
            .resolved()
            .lines()
            .filter(line -> !line.startsWith("weights"))
            .collect(Collectors.joining("\n"));
    String text = "network {\n" + kept + "\n}\nview {\n" + view.resolved() + "}\n";
    return new ModelDescription(settings, recipe, text);
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
    ModelDescription description = of(root.section("network"), root.section("view"));
    root.finish();
    if (!problems.none()) {
      throw new IOException(file + ": its description: " + problems.all().get(0));
    }
    return description;
  }
}
