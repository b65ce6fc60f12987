package io.reflux.intake;

import java.util.Optional;

/**
 * An example whose image could not be read.
 *
 * @param exampleId its index in the split
 * @param name the path of its file
 * @param reason what was wrong, in words
 */
public record Unreadable(int exampleId, String name, String reason) implements Loaded {
  @Override
  public Optional<Cutout> part() {
    return Optional.empty();
  }

  @Override
  public Optional<Unreadable> problem() {
    return Optional.of(this);
  }

  @Override
  public String toString() {
    return name + ": " + reason;
  }
}
