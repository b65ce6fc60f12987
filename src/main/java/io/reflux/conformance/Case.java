package io.reflux.conformance;

import io.reflux.engine.Device;
import java.util.List;
import java.util.Optional;

/**
 * One thing to check.
 *
 * @param operation what is checked; the report has a line for each operation
 * @param id the case's name in its folder
 * @param effort what it takes
 * @param check how
 */
public record Case(String operation, String id, Effort effort, Check check) {

  /**
   * What a case takes.
   *
   * @param bytes the heap, where that is more than any JVM has
   * @param slow true if it takes many seconds, so that a build leaves it out
   */
  public record Effort(long bytes, boolean slow) {
    /** Little of all. */
    public static final Effort SMALL = new Effort(0, false);

    /** Why a case can't be run in a heap; empty if it can. */
    Optional<String> obstacle(long heapBytes) {
      return bytes <= heapBytes
          ? Optional.empty()
          : Optional.of(
              String.format(
                  "left out: a heap of %d MiB (expected: %d MiB, as by -Xmx)",
                  heapBytes >> 20, (bytes >> 20) + 1));
    }
  }

  /** Runs one case. */
  @FunctionalInterface
  public interface Check {
    /**
     * Runs on a device and answers what differs from what is expected, a sentence each; nothing if
     * the case passes. Whatever it throws counts as one difference.
     */
    List<String> run(Device device) throws Exception;
  }

  /** A case that takes little. */
  public Case(String operation, String id, Check check) {
    this(operation, id, Effort.SMALL, check);
  }

  /** Runs the case; an exception becomes a difference. */
  List<String> differences(Device device) {
    try {
      return check.run(device);
    } catch (Exception e) {
      return List.of(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
