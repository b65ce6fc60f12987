package io.reflux.intake;

import java.time.Instant;

/**
 * A reading that waits for its storage.
 *
 * @param location what can't be read
 * @param reason why, in words
 * @param since when that began
 */
public record StorageWait(String location, String reason, Instant since) {
  @Override
  public String toString() {
    return "waiting for storage: " + location + " (" + reason + "), since " + since;
  }
}
