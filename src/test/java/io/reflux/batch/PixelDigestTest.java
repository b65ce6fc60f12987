package io.reflux.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.Splits;
import io.reflux.intake.DecodeSettings;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixelDigestTest {
  static final String KNOWN = "1f5928fb9f795d450c6dbf05fe949911d46135e198fea938b64b67d0c80cf55b";
  private static final String CROP = "{ type = random-resized-crop, side = 16 }";

  @Test
  void theDigestNeverChanges() {
    assertThat(quickstart("")).isEqualTo(KNOWN);
  }

  @Test
  void whatChangesNoPixelIsNotInIt() {
    assertThat(quickstart("kept-bytes = 1 MiB")).isEqualTo(KNOWN);
    assertThat(of("pipelines/../pipelines/data/quickstart.zip", "", CROP)).isEqualTo(KNOWN);
  }

  @Test
  void whatChangesPixelsIsInIt() {
    assertThat(quickstart("exif-rotation = true")).isNotEqualTo(KNOWN);
    assertThat(quickstart("max-pixels = 1000")).isNotEqualTo(KNOWN);
    assertThat(quickstart("sixteen-bit = scale")).isNotEqualTo(KNOWN);
    String quickstart = "pipelines/data/quickstart.zip";
    assertThat(of(quickstart, "", CROP.replace("16", "17"))).isNotEqualTo(KNOWN);
    assertThat(of(quickstart, "", "{ type = center-crop, side = 16 }")).isNotEqualTo(KNOWN);
  }

  /** The digest of the quickstart's images, decoded as some settings say. */
  static String quickstart(String decode) {
    return of("pipelines/data/quickstart.zip", decode, CROP);
  }

  private static String of(String root, String decode, String step) {
    Splits splits =
        Datasets.CATALOGUE
            .read(section("type = image-folder, root = \"" + root + "\", extensions = [png, jpg]"))
            .open();
    ViewRecipe view = Views.read(section("steps = [ " + step + " ]"));
    return PixelDigest.of(splits.train(), DecodeSettings.read(section(decode)), List.of(view));
  }

  private static Section section(String hocon) {
    return new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
  }
}
