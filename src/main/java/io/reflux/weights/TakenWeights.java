package io.reflux.weights;

import java.util.List;

/**
 * The weights that were taken out of a file.
 *
 * @param tensors them, by name
 * @param entry where they are in what was saved, as {@code state_dict}; empty for all of it
 * @param passedOver entries that look like the weights of a network too
 */
record TakenWeights(NamedTensors tensors, String entry, List<String> passedOver) {
  TakenWeights {
    passedOver = List.copyOf(passedOver);
  }

  /** What a file without entries holds. */
  static TakenWeights whole(NamedTensors tensors) {
    return new TakenWeights(tensors, "", List.of());
  }

  /** Those whose names begin with a word and a dot, without it; empty if there are none. */
  NamedTensors under(String word) {
    return tensors.under(word + ".");
  }
}
