package io.reflux.run;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.Failures;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.Steered;
import io.reflux.stage.Steering;
import io.reflux.stage.SteeringOrder;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Brings what a run is told to its supervisor. May be used by any thread.
 *
 * @param system the supervisor
 * @param early hears that the run is to end
 */
record Steerage(ActorSystem<Supervisor.Command> system, EarlyEnd early) {
  private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(3);

  /** What others hold of the run: it answers how it goes, and is steered aloud. */
  RunHandle handle(RunDirectory directory, RunListener listener) {
    return new RunHandle(
        system,
        directory,
        () -> AskPattern.ask(system, Supervisor.GetStatus::new, STATUS_TIMEOUT, system.scheduler()),
        (steering, task) -> steerAloud(steering, task, listener));
  }

  /**
   * Tells the run something; fails if it can't be followed, or the run ends before.
   *
   * @param task whom; empty for the run, or all its tasks at work
   */
  CompletionStage<Steered> steer(Steering steering, String task) {
    SteeringOrder order = new SteeringOrder(steering, task);
    steering.ending().ifPresent(early::within);
    system.getWhenTerminated().whenComplete((done, error) -> order.refuse("the run has ended"));
    system.tell(new Supervisor.Steer(order));
    return order.answer();
  }

  /** As {@link #steer}; that it is followed is told to whoever looks at the run, too. */
  private CompletionStage<Steered> steerAloud(
      Steering steering, String task, RunListener listener) {
    return steer(steering, task)
        .whenComplete(
            (steered, error) -> {
              if (error == null) {
                listener.heard(new RunEvent.Signalled("control", steered.sentence()));
              }
            });
  }

  /** Tells the run to end, with a checkpoint. */
  void stop() {
    system.tell(new Supervisor.Stop());
  }

  /** A signal has come that asks for a checkpoint; what became of it is told. */
  void checkpoint(ProcessSignals.Heard signal, RunListener listener) {
    steer(new Steering.Checkpoint(), "")
        .whenComplete(
            (steered, error) ->
                listener.heard(
                    new RunEvent.Signalled(
                        signal.name(),
                        error == null
                            ? steered.sentence()
                            : "no checkpoint: " + Failures.sentence(Failures.cause(error)))));
  }
}
