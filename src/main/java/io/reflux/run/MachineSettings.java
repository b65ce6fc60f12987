package io.reflux.run;

import com.typesafe.config.Config;
import io.reflux.intake.StoragePatience;
import io.reflux.rundir.OwedWrites;
import io.reflux.stage.Restarts;
import io.reflux.stage.Timeouts;
import io.reflux.stage.Watchdog;
import java.time.Duration;

/**
 * What {@code conf/application.conf} says about how a machine runs, below {@code reflux}.
 *
 * @param timeouts how long stages may take, and how often they begin afresh
 * @param storage how long a storage that fails is waited for
 * @param writing how a disk that refuses to be written to is waited for
 * @param checksummedImageBytes if all images have no more bytes, their checksums are kept
 * @param grace how long a run that is told to stop may take for its checkpoint
 * @param watchdog how often stages are looked at, and when one is said to hang
 * @param stepRetries how often a task goes back to its last checkpoint after one step's failure
 */
public record MachineSettings(
    Timeouts timeouts,
    StoragePatience storage,
    OwedWrites.Limits writing,
    long checksummedImageBytes,
    Duration grace,
    Watchdog watchdog,
    int stepRetries) {

  /** Reads the settings. */
  public static MachineSettings of(Config application) {
    Config reflux = application.getConfig("reflux");
    return new MachineSettings(
        timeouts(reflux),
        storage(reflux.getConfig("storage")),
        writing(reflux.getConfig("writing")),
        reflux.getBytes("beginning.checksummed-images"),
        reflux.getDuration("grace"),
        watchdog(reflux.getConfig("watchdog")),
        reflux.getInt("step-retries"));
  }

  private static Timeouts timeouts(Config reflux) {
    return new Timeouts(
        reflux.getDuration("stage-timeout"),
        reflux.getDuration("evaluation-timeout"),
        reflux.getInt("load-retries"),
        reflux.getInt("lane-failures"),
        reflux.getDuration("gathering"),
        restarts(reflux.getConfig("restarts")),
        watchdog(reflux.getConfig("watchdog")));
  }

  private static Restarts restarts(Config written) {
    return new Restarts(
        written.getInt("most"),
        written.getDuration("within"),
        written.getDuration("first-delay"),
        written.getDuration("longest-delay"));
  }

  private static StoragePatience storage(Config written) {
    return new StoragePatience(
        written.getDuration("patience"),
        written.getDuration("first-delay"),
        written.getDuration("longest-delay"));
  }

  private static OwedWrites.Limits writing(Config written) {
    return new OwedWrites.Limits(
        storage(written), written.getBytes("owed"), written.getDuration("told-every"));
  }

  private static Watchdog watchdog(Config written) {
    return new Watchdog(
        written.getDuration("interval"),
        written.getDuration("first"),
        written.getDuration("least"),
        written.getInt("times"));
  }
}
