package io.reflux.run;

import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a run's actors. */
final class Leaving {
  private static final Logger LOG = LoggerFactory.getLogger(Leaving.class);

  private Leaving() {}

  /** True if all actors have ended, and with them their stages. */
  static boolean within(ActorSystem<Supervisor.Command> system, Duration longest) {
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
