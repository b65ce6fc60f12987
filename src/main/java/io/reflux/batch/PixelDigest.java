package io.reflux.batch;

import io.reflux.dataset.Contents;
import io.reflux.dataset.Dataset;
import io.reflux.intake.DecodeSettings;
import io.reflux.setting.Canonical;
import io.reflux.view.ViewRecipe;
import java.util.List;
import java.util.Map;

/**
 * What the pixels of batches depend on, as a digest that is the same in every JVM: the examples and
 * their order, how they are decoded, how each view is made. Not in it, since no pixel depends on
 * them: where the root lies, what is kept in memory, how many threads there are.
 */
public final class PixelDigest {
  private PixelDigest() {}

  /**
   * The digest, SHA-256 in hexadecimal digits.
   *
   * @param examples the split that batches are made of
   * @param views how each view is made
   */
  public static String of(Dataset examples, DecodeSettings decode, List<ViewRecipe> views) {
    return Canonical.digest(
        Map.of(
            "contents", Contents.of(examples).digest(),
            "decode", decode.deciding(),
            "views", views));
  }
}
