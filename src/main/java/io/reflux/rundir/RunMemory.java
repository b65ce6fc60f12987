package io.reflux.rundir;

import io.reflux.engine.ResidentMemory;
import io.reflux.pipeline.MemoryEstimate;
import io.reflux.setting.Amount;

/**
 * How much memory the process of a run had, beside what was reckoned before it began.
 *
 * @param peakBytes resident at most since the run began; 0 where the system doesn't tell
 * @param reckonedBytes what {@link MemoryEstimate} says
 */
public record RunMemory(long peakBytes, long reckonedBytes) {
  /** Nobody has looked. */
  public static final RunMemory UNKNOWN = new RunMemory(0, 0);

  private static final double GIGABYTE = 1e9;

  /** That of this process up to now. */
  public static RunMemory upToNow(MemoryEstimate reckoned) {
    return new RunMemory(
        Math.round(GIGABYTE * ResidentMemory.peakGigabytes().orElse(0)), reckoned.bytes());
  }

  /** For people; empty where nobody knows. */
  public String inWords() {
    return peakBytes == 0
        ? ""
        : "%s resident at most (reckoned: %s)"
            .formatted(Amount.bytes(peakBytes), Amount.bytes(reckonedBytes));
  }
}
