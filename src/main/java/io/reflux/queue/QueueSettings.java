package io.reflux.queue;

import com.typesafe.config.Config;
import io.reflux.keep.KeepAliveSettings;
import java.time.Duration;
import java.util.List;

/**
 * How a machine serves a queue: {@code reflux.queue} in {@code conf/application.conf}.
 *
 * @param slots so many runs at once
 * @param memory bytes that all runs together may take; 0 for all
 * @param memoryPerRun bytes that each is reckoned with
 * @param runsPerDevice so many runs at once on one graphics processor
 * @param listing how often the folder is listed, beside hearing of changes
 * @param checkPatience how long looking at a file may take
 * @param keepDone so many done runs keep their directories; 0 for all
 * @param keepAlive how often a run is begun again
 * @param devices graphics processors that are shared out, as {@code gpu2}: a run that names {@code
 *     gpu0} computes on any of them; empty if each computes on those that it names
 */
public record QueueSettings(
    int slots,
    long memory,
    long memoryPerRun,
    int runsPerDevice,
    Duration listing,
    Duration checkPatience,
    int keepDone,
    KeepAliveSettings keepAlive,
    List<String> devices) {

  /** Copies the list. */
  public QueueSettings {
    devices = List.copyOf(devices);
  }

  /** Reads the settings of this machine. */
  public static QueueSettings of(Config application) {
    Config written = application.getConfig("reflux.queue");
    return new QueueSettings(
        written.getInt("slots"),
        written.getBytes("memory"),
        written.getBytes("memory-per-run"),
        written.getInt("runs-per-device"),
        written.getDuration("listing"),
        written.getDuration("check-patience"),
        written.getInt("keep-done"),
        KeepAliveSettings.of(application),
        List.of());
  }

  /** The same with another number of slots. */
  public QueueSettings withSlots(int other) {
    return new QueueSettings(
        other,
        memory,
        memoryPerRun,
        runsPerDevice,
        listing,
        checkPatience,
        keepDone,
        keepAlive,
        devices);
  }

  /** The same with graphics processors that are shared out. */
  public QueueSettings sharingOut(List<String> others) {
    return new QueueSettings(
        slots,
        memory,
        memoryPerRun,
        runsPerDevice,
        listing,
        checkPatience,
        keepDone,
        keepAlive,
        others);
  }

  /** The same, but no done run ever loses its directory. */
  public QueueSettings keepingAll() {
    return new QueueSettings(
        slots, memory, memoryPerRun, runsPerDevice, listing, checkPatience, 0, keepAlive, devices);
  }

  /** How many runs there may be at once by slots and memory; one at least. */
  int most() {
    long byMemory = memory == 0 || memoryPerRun == 0 ? slots : memory / memoryPerRun;
    return (int) Math.max(1, Math.min(slots, byMemory));
  }
}
