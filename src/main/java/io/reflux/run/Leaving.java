package io.reflux.run;

import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a run's actors. */
final class Leaving {
  private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** An actor that met an error of the virtual machine never ends: nobody waits for it long. */
  private static final Duration EARLY_LONGEST = Duration.ofSeconds(3);

  private Leaving() {}

  /** How a run has ended whose actors end now; only one that has done its work is waited for. */
  static RunEnd of(ActorSystem<Supervisor.Command> system, RunEnd end, EarlyEnd early) {
    boolean freed = within(system, end.completed().isPresent() ? LONGEST : EARLY_LONGEST);
    return end.stopped()
        .<RunEnd>map(at -> new RunEnd.Stopped(at.task(), at.step(), early.signal(), freed))
        .orElse(end);
  }

  /** Ends them after a failure that nobody foresaw. */
  static void early(ActorSystem<Supervisor.Command> system) {
    within(system, EARLY_LONGEST);
  }

  /** True if all actors have ended, and with them their stages. */
  private static boolean within(ActorSystem<Supervisor.Command> system, Duration longest) {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      LOG.warn("the actor system did not end in time", e);
    }
    return false;
  }
}
