package io.reflux.network;

import java.util.Map;
import java.util.Optional;

/**
 * Whose names a network's tensors have.
 *
 * @param prefix before all names
 * @param embedding the name of the embedding layer, below the prefix
 * @param unused a 1000-way classifier that the original carries along without using it
 */
public record KeyStyle(String prefix, String embedding, Optional<String> unused) {
  /** The backbone's own names, as torchvision's; the embedding layer is {@code embedding}. */
  public static final KeyStyle PLAIN = new KeyStyle("", "embedding", Optional.empty());

  /** The names of the LabelRelaxation repository. */
  public static final KeyStyle LABEL_RELAXATION =
      new KeyStyle("model.", "embedding", Optional.of("fc"));

  static final Map<String, KeyStyle> NAMES =
      Choices.of("plain", PLAIN, "label-relaxation", LABEL_RELAXATION);
}
