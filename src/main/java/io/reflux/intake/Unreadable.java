package io.reflux.intake;

/**
 * An example whose image could not be read.
 *
 * @param exampleId its index in the split
 * @param name the path of its file
 * @param reason what was wrong, in words
 */
public record Unreadable(int exampleId, String name, String reason) implements Loaded {
  @Override
  public String toString() {
    return name + ": " + reason;
  }
}
