package io.reflux.cli;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.DatasetException;
import io.reflux.dataset.DatasetRecipe;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Decoder;
import io.reflux.intake.Picture;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What {@code init} sees of a folder of images.
 *
 * @param splits how it is divided
 * @param side the shorter side of a picture in the middle of those that were looked at, in pixels
 */
record InitData(Splits splits, int side) {
  private static final int LOOKED_AT = 40;

  /**
   * Opens a folder and decodes some of its pictures.
   *
   * @param folder as {@code --data} takes it
   * @param labels false if folders are to be no classes
   */
  static InitData of(String folder, boolean labels, Consumer<String> refuse) {
    String settings =
        "{ dataset = image-folder, root = "
            + HoconText.quoted(folder)
            + (labels ? "" : ", labels = none")
            + " }";
    DatasetRecipe recipe = DataOption.read(settings, refuse);
    Splits splits = recipe.open();
    return new InitData(splits, side(splits.train()));
  }

  boolean labelled() {
    return splits.train().labelled();
  }

  /** How many images a class in the middle has, by size, of those that train. */
  int usualClass() {
    int[] counts = new int[splits.train().classes()];
    for (int label : splits.train().labels()) {
      counts[label]++;
    }
    Arrays.sort(counts);
    return counts[counts.length / 2];
  }

  private static int side(Dataset images) {
    Section usual =
        new Section(Defaults.NONE, Defaults.of("pipeline.data"), "data", new Problems());
    Decoder decoder = new Decoder(DecodeSettings.read(usual.section("decode")));
    List<Integer> sides = new ArrayList<>();
    String unread = "";
    int step = Math.max(1, images.size() / LOOKED_AT);
    for (int id = 0; id < images.size(); id += step) {
      try {
        Picture picture = decoder.decode(images.read(id));
        sides.add(Math.min(picture.width(), picture.height()));
      } catch (IOException e) {
        unread = images.name(id) + ": " + e.getMessage(); // a run leaves it out, and says so
      }
    }
    if (sides.isEmpty()) {
      throw new DatasetException(
          "data: none of the images that were looked at can be decoded; " + unread);
    }
    sides.sort(null);
    return sides.get(sides.size() / 2);
  }
}
