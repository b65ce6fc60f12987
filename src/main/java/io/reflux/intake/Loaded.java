package io.reflux.intake;

import java.util.Optional;

/** What became of an example: its pixels, or those that were wanted, or why there are none. */
public sealed interface Loaded permits Picture, Cutout, Unreadable {

  /** Its pixels, all or a part; empty if it could not be read. */
  Optional<Cutout> part();

  /** Why it could not be read; empty if it could. */
  default Optional<Unreadable> problem() {
    return Optional.empty();
  }
}
