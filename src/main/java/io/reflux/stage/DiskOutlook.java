package io.reflux.stage;

/**
 * What is known of the disk that a run writes to.
 *
 * @param freeBytes what may still be written; below 0 while the disk has not answered
 * @param fullSeconds in how many seconds it is full, if it goes on filling as of late; below 0 if
 *     nothing says that it will be
 * @param foretold the same in a sentence; empty unless that is soon
 * @param checkpointTime when the latest checkpoint was sealed, in seconds since 1970; below 0 if
 *     there is none
 */
public record DiskOutlook(
    long freeBytes, double fullSeconds, String foretold, double checkpointTime) {
  /** The disk has not answered yet. */
  public static final DiskOutlook UNKNOWN = new DiskOutlook(-1, -1, "", -1);
}
