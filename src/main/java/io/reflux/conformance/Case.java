package io.reflux.conformance;

import io.reflux.engine.Device;
import java.util.List;

/**
 * One thing to check.
 *
 * @param operation what is checked; the report has a line for each operation
 * @param id the case's name in its folder
 * @param check how
 */
public record Case(String operation, String id, Check check) {

  /** Runs one case. */
  @FunctionalInterface
  public interface Check {
    /**
     * Runs on a device and answers what differs from what is expected, a sentence each; nothing if
     * the case passes. Whatever it throws counts as one difference.
     */
    List<String> run(Device device) throws Exception;
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
