package io.reflux.network;

import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The normalisation in a Hugging Face {@code preprocessor_config.json}: pixels times {@code
 * rescale_factor} (1 / 255), minus {@code image_mean}, by {@code image_std}; {@code do_rescale} and
 * {@code do_normalize} leave a part of it out.
 */
final class Preprocessor {
  private static final Logger LOG = LoggerFactory.getLogger(Preprocessor.class);
  private static final String NAME = "preprocessor_config.json";
  private static final double WHITE = 255;

  private Preprocessor() {}

  /** The file that lies beside a program, or in the folder above it. */
  static Optional<Path> beside(Path program) {
    Path folder = program.toAbsolutePath().normalize().getParent();
    if (folder == null) {
      return Optional.empty();
    }
    return List.of(folder, folder.resolve("..").normalize()).stream()
        .map(each -> each.resolve(NAME))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** The normalisation; empty, and told, if the file has none that can be read. */
  static Optional<Normalization> read(Path file) {
    Problems problems = new Problems();
    Optional<Normalization> read =
        HoconFile.read(file, List.of(), problems).flatMap(Preprocessor::read);
    if (read.isEmpty() || !problems.none()) {
      LOG.warn("{}: no normalisation that can be read; input.normalization says it", file);
      return Optional.empty();
    }
    LOG.info("{}: {}", file, read.get());
    return read;
  }

  private static Optional<Normalization> read(Section section) {
    boolean rescaled = !section.has("do_rescale") || section.flag("do_rescale");
    double factor = 1 / WHITE;
    if (section.has("rescale_factor")) {
      factor = section.number("rescale_factor", Range.POSITIVE);
    }
    // (pixel · factor - mean) / deviation is what is read, (pixel / 255 - mean) / deviation ours.
    double scale = rescaled ? 1 / (WHITE * factor) : 1 / WHITE;
    if (section.has("do_normalize") && !section.flag("do_normalize")) {
      return Optional.of(scaled(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0), scale));
    }
    if (!section.has("image_mean") || !section.has("image_std")) {
      return Optional.empty();
    }
    List<Double> mean = section.numbers("image_mean", Range.ANY);
    List<Double> deviation = section.numbers("image_std", Range.POSITIVE);
    return mean.size() == 3 && deviation.size() == 3
        ? Optional.of(scaled(mean, deviation, scale))
        : Optional.empty();
  }

  private static Normalization scaled(List<Double> mean, List<Double> deviation, double scale) {
    return new Normalization(
        mean.stream().map(each -> each * scale).toList(),
        deviation.stream().map(each -> each * scale).toList(),
        false);
  }
}
