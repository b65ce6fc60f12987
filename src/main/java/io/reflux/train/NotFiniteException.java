package io.reflux.train;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A loss, a gradient or a part of a student that is not a finite number: the run must not go on
 * from here, and no checkpoint may be made of it.
 */
public final class NotFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int NAMED = 3;

  private NotFiniteException(String sentence) {
    super(sentence);
  }

  /** The loss of a step, with its parts for the message. */
  static NotFiniteException ofLoss(double loss, Map<String, Double> parts) {
    String terms = parts.isEmpty() ? "" : " of " + parts;
    return new NotFiniteException("loss: " + loss + terms + " (expected: a finite number)");
  }

  /** Tensors, in the order in which they went; the first ones are named. */
  static NotFiniteException of(Map<String, Double> largest) {
    String named =
        largest.entrySet().stream()
            .limit(NAMED)
            .map(each -> each.getKey() + ": " + each.getValue())
            .collect(Collectors.joining(", "));
    int more = largest.size() - NAMED;
    return new NotFiniteException(
        named + (more > 0 ? " and " + more + " more" : "") + " (expected: finite numbers)");
  }
}
