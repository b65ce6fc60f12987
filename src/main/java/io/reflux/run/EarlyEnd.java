package io.reflux.run;

import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a run before its tasks are done. Told to end, the run has a grace for a checkpoint;
 * when that is over it ends with the last checkpoint that there is, whatever its stages are at. So
 * this hears what the run tells, and tells it on.
 */
final class EarlyEnd implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyEnd.class);
  private static final int SIGNAL_CODES = 128;
  private static final Duration LONGEST_WORDS = Duration.ofSeconds(1);

  private final RunListener listener;
  private final CompletableFuture<Ending> ending;
  private final Path folder;
  private Optional<RunEvent.CheckpointSealed> standing = Optional.empty();
  private OptionalInt signal = OptionalInt.empty();
  private boolean told;

  /**
   * Of a run that is not told to end so far.
   *
   * @param listener hears how the run goes
   * @param ending completed if the grace is over
   * @param folder where the run writes
   */
  EarlyEnd(RunListener listener, CompletableFuture<Ending> ending, Path folder) {
    this.listener = listener;
    this.ending = ending;
    this.folder = folder;
  }

  @Override
  public void started(RunHandle run) {
    listener.started(run);
  }

  @Override
  public void heard(RunEvent event) {
    note(event);
    listener.heard(event);
  }

  /** The run is told to end: from now on its grace runs, unless it does already. */
  synchronized void within(Duration grace) {
    if (!told) {
      told = true;
      CompletableFuture.delayedExecutor(grace.toNanos(), TimeUnit.NANOSECONDS)
          .execute(this::overdue);
    }
  }

  /**
   * A signal has come that ends the run. After the first one the process leaves at once, and the
   * last checkpoint stands.
   *
   * @param stop tells the run to end
   */
  void signalled(ProcessSignals.Heard heard, Duration grace, Runnable stop) {
    if (isFirst(heard)) {
      String sentence =
          "the run stops, with a checkpoint, within "
              + grace.toSeconds()
              + " s; again to leave now";
      listener.heard(new RunEvent.Signalled(heard.name(), sentence));
      within(grace);
      stop.run();
    } else {
      LOG.warn("{} again: the process leaves at once", heard.name());
      leaveSoon(SIGNAL_CODES + heard.number());
      listener.heard(new RunEvent.LeavesAtOnce(heard.name(), standing(), folder));
      Runtime.getRuntime().halt(SIGNAL_CODES + heard.number());
    }
  }

  /** Whoever looks at the screen is told first, unless that takes long: it may hang as well. */
  private static void leaveSoon(int code) {
    CompletableFuture.delayedExecutor(LONGEST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> Runtime.getRuntime().halt(code));
  }

  private synchronized Optional<RunEvent.CheckpointSealed> standing() {
    return standing;
  }

  /** The number of the signal that ended the run; empty if none did. */
  synchronized OptionalInt signal() {
    return signal;
  }

  private synchronized boolean isFirst(ProcessSignals.Heard heard) {
    boolean first = signal.isEmpty();
    if (first) {
      signal = OptionalInt.of(heard.number());
    }
    return first;
  }

  private synchronized void note(RunEvent event) {
    standing = event.checkpoint().or(() -> standing);
  }

  private void overdue() {
    Ending.Overdue last =
        standing()
            .map(at -> new Ending.Overdue(at.task(), at.step()))
            .orElse(new Ending.Overdue("", 0));
    if (ending.complete(last)) {
      LOG.warn("the run did not stop in time; its last checkpoint is of step {}", last.step());
    }
  }
}
