package io.reflux.pipeline;

import io.reflux.dataset.DatasetException;
import io.reflux.dataset.DatasetRecipe;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import io.reflux.setting.Named;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Optional;

/**
 * What a pipeline learns from.
 *
 * @param dataset how to find and read the examples
 * @param decode how images are decoded
 * @param unreadableLimit how many images may be unreadable before the run fails
 */
public record DataSpec(Named<DatasetRecipe> dataset, DecodeSettings decode, int unreadableLimit) {

  static DataSpec read(Section section) {
    int limit = section.whole("unreadable-limit", Range.NOT_NEGATIVE);
    DecodeSettings decode = DecodeSettings.read(section.section("decode"));
    return new DataSpec(Datasets.CATALOGUE.readNamed(section, "dataset"), decode, limit);
  }

  /**
   * The dataset's index.
   *
   * @throws DatasetException if it is not as described
   */
  public Splits open() {
    return dataset.value().open();
  }

  /** The dataset's index, or empty and a problem noted if it is not as described. */
  Optional<Splits> open(Section section) {
    try {
      return Optional.of(open());
    } catch (DatasetException e) {
      String sentence = String.valueOf(e.getMessage());
      section.refuseWith(
          section.isWritten("root")
              ? sentence
              : sentence.replace("data.root: ", "data.root: not written, and by default "));
      return Optional.empty();
    }
  }
}
