package io.reflux.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system, as long as somebody wants to hear them. One that the process was
 * started to ignore, as SIGHUP under {@code nohup}, stays ignored; one that the virtual machine
 * keeps for itself ({@code -Xrs}) does what it always does.
 */
@SuppressWarnings("sunapi") // there is no other way to hear SIGUSR1, or a second SIGTERM
final class ProcessSignals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessSignals.class);

  private final Map<sun.misc.Signal, sun.misc.SignalHandler> before = new LinkedHashMap<>();

  /**
   * A signal that has come.
   *
   * @param name as {@code SIGTERM}
   * @param number as the operating system counts
   */
  record Heard(String name, int number) {}

  /** From now on a signal of these does this, on a thread of its own. */
  void on(List<String> names, Consumer<Heard> what) {
    for (String name : names) {
      try {
        sun.misc.Signal signal = new sun.misc.Signal(name);
        sun.misc.SignalHandler was =
            sun.misc.Signal.handle(
                signal, come -> what.accept(new Heard("SIG" + come.getName(), come.getNumber())));
        if (was == sun.misc.SignalHandler.SIG_IGN) {
          sun.misc.Signal.handle(signal, was);
        } else {
          before.putIfAbsent(signal, was);
        }
      } catch (IllegalArgumentException e) {
        LOG.info("SIG{} is left to the virtual machine: {}", name, e.getMessage());
      }
    }
  }

  /** Signals do again what they did before. */
  @Override
  public void close() {
    before.forEach((signal, was) -> sun.misc.Signal.handle(signal, was));
    before.clear();
  }
}
