package io.reflux.view;

import com.typesafe.config.ConfigFactory;
import io.reflux.intake.Picture;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small pictures as text, one number a pixel, and steps as a pipeline file names them. */
final class Pictures {
  private Pictures() {}

  /** A picture of gray levels: rows apart by {@code /}, pixels by spaces. */
  static Picture gray(String text) {
    String[] rows = text.split("/", -1);
    int[][] levels =
        Arrays.stream(rows)
            .map(
                row -> Arrays.stream(row.strip().split(" +")).mapToInt(Integer::parseInt).toArray())
            .toArray(int[][]::new);
    byte[] rgb = new byte[3 * levels.length * levels[0].length];
    int at = 0;
    for (int[] row : levels) {
      for (int level : row) {
        Arrays.fill(rgb, at, at + 3, (byte) level);
        at += 3;
      }
    }
    return new Picture(levels[0].length, levels.length, rgb);
  }

  /** The red levels of a picture, as {@link #gray} reads them. */
  static String text(Picture picture) {
    return IntStream.range(0, picture.height())
        .mapToObj(
            y ->
                IntStream.range(0, picture.width())
                    .mapToObj(x -> Integer.toString(picture.rgb()[picture.at(x, y)] & 0xFF))
                    .collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" / "));
  }

  /** One pixel. */
  static Picture colour(int red, int green, int blue) {
    return new Picture(1, 1, new byte[] {(byte) red, (byte) green, (byte) blue});
  }

  /** The three values of the first pixel. */
  static int[] first(Picture picture) {
    return IntStream.range(0, 3).map(i -> picture.rgb()[i] & 0xFF).toArray();
  }

  /** A picture of all kinds of values. */
  static Picture busy(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 31 + i / 7);
    }
    return new Picture(width, height, rgb);
  }

  /** A step, by the name and the settings that a pipeline file would give. */
  static Step step(String name, String settings) {
    Problems problems = new Problems();
    Step step =
        Views.CATALOGUE.named(
            name,
            new Section(ConfigFactory.parseString(settings).root(), Defaults.NONE, "", problems));
    if (!problems.none()) {
      throw new IllegalArgumentException(problems.all().toString());
    }
    return step;
  }
}
