package io.reflux.weights;

import io.reflux.setting.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file to take a network's weights from, as a pipeline file names it.
 *
 * @param file any file that {@link WeightsFile} reads
 * @param keys how its names become the network's
 * @param strict whether the names have to agree exactly
 */
public record WeightsSource(Path file, KeyMap keys, boolean strict) {

  /**
   * Reads {@code weights}, {@code weights-keys} and {@code weights-strict}; empty without a file.
   */
  public static Optional<WeightsSource> read(Section section) {
    KeyMap keys = section.oneOf("weights-keys", KeyMaps.all());
    boolean strict = section.flag("weights-strict");
    return section.has("weights")
        ? Optional.of(new WeightsSource(section.file("weights"), keys, strict))
        : Optional.empty();
  }

  /**
   * Reads the file and compares it with what is wanted.
   *
   * @return the fit: exact if strict, else with what it lacks told in {@link KeyFit#report()}
   * @throws WeightsException if the file is refused, none of its tensors fits, or the fit has to be
   *     exact and isn't
   */
  public KeyFit load(List<WantedTensor> wanted) throws IOException {
    KeyFit fit = KeyFit.of(keys.apply(WeightsFile.read(file)), wanted).by(keys, wanted);
    if (strict) {
      fit.exact(file);
    } else if (fit.fitting().isEmpty()) {
      throw new WeightsException(
          file, "no tensor fits; " + fit.report() + " (expected: some of the network's keys)");
    }
    return fit;
  }
}
