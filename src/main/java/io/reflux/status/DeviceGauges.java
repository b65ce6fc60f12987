package io.reflux.status;

import io.reflux.engine.GpuGauge;
import io.reflux.engine.Nvml;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the GPUs' driver says of them, once a sample, on a thread of its own: a driver that takes
 * its time, or never answers, holds up nobody. Where there is none, nothing is said. For one
 * thread.
 */
final class DeviceGauges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceGauges.class);
  private static final Nvml.Reading NOTHING = new Nvml.Reading(List.of(), List.of());

  private final Opening opening;
  private final Executor asking;
  private final Set<String> told = new HashSet<>();
  private Optional<Driver> driver = Optional.empty();
  private CompletableFuture<Nvml.Reading> reading;
  private volatile boolean over;

  /** Somebody who is asked again and again, and may take his time. */
  interface Driver extends AutoCloseable {
    /** How the devices are now. */
    Nvml.Reading read();

    @Override
    void close();
  }

  /** Makes a driver ready. */
  interface Opening {
    /**
     * A driver that is ready.
     *
     * @throws IOException if there is none
     */
    Driver open() throws IOException;
  }

  /** Those of this machine. */
  static DeviceGauges ofTheMachine() {
    return new DeviceGauges(DeviceGauges::nvidia, DeviceGauges::onAThread);
  }

  /**
   * Those of any driver.
   *
   * @param asking has it asked, one question at a time
   */
  DeviceGauges(Opening opening, Executor asking) {
    this.opening = opening;
    this.asking = asking;
    reading = ask();
  }

  /** What was said since the sample before; nothing if the driver hasn't answered since. */
  List<GpuGauge> sample() {
    if (!reading.isDone()) {
      return List.of();
    }
    List<GpuGauge> said = reading.join().gauges();
    reading = ask();
    return said;
  }

  /** Lets the driver go, once it has answered; nobody waits for that. */
  @Override
  public void close() {
    over = true;
    CompletableFuture<Nvml.Reading> last = reading;
    asking.execute(
        () -> {
          last.join();
          driver.ifPresent(Driver::close);
        });
  }

  private CompletableFuture<Nvml.Reading> ask() {
    return over
        ? CompletableFuture.completedFuture(NOTHING)
        : CompletableFuture.supplyAsync(this::read, asking);
  }

  /** One line in the log for whatever is missing: most machines have no GPU. */
  private Nvml.Reading read() {
    try {
      Driver asked = driver.isPresent() ? driver.get() : opening.open();
      driver = Optional.of(asked);
      Nvml.Reading now = asked.read();
      now.faults().stream().filter(told::add).forEach(fault -> LOG.debug("of devices: {}", fault));
      return now;
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.debug("nothing is known of devices: {}", String.valueOf(e));
      over = true;
      return NOTHING;
    }
  }

  private static Driver nvidia() throws IOException {
    Nvml nvml = Nvml.open();
    return new Driver() {
      @Override
      public Nvml.Reading read() {
        return nvml.read();
      }

      @Override
      public void close() {
        nvml.close();
      }
    };
  }

  /** A thread for each question: where there is no driver, there is one question. */
  private static void onAThread(Runnable question) {
    Thread thread = new Thread(question, "device-gauges");
    thread.setDaemon(true);
    thread.start();
  }
}
