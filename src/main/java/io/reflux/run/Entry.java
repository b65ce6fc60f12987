package io.reflux.run;

import akka.actor.typed.ActorRef;
import io.reflux.pipeline.Task;
import io.reflux.rundir.TaskSummary;
import io.reflux.stage.SteeringOrder;
import io.reflux.task.Spawning;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A task that is ready to be started, or was done in an earlier attempt. */
interface Entry {
  /** The task. */
  Task task();

  /** The task's name. */
  default String name() {
    return task().name();
  }

  /** What it came to, if it was done before. */
  @Nullable TaskSummary before();

  /**
   * Spawns the task's scheduler, which makes all ready, works, and tells how it ended.
   *
   * @param spawning how it is spawned
   */
  Scheduled spawn(Spawning spawning);

  /** Writes down that the task is done. */
  void done(TaskSummary summary);

  /**
   * Writes down that the task goes back to its last checkpoint.
   *
   * @param why a sentence for people
   */
  void goesBack(String why);

  /**
   * Keeps what helps to find out why the task has failed.
   *
   * @return what is told of that
   */
  Optional<String> failed(Throwable cause);

  /**
   * A task at work.
   *
   * @param actor its scheduler
   * @param stop asks it to end early, with a checkpoint
   * @param steer tells it to do something else
   */
  record Scheduled(ActorRef<?> actor, Runnable stop, Consumer<SteeringOrder> steer) {

    /** A task that trains nothing: there is nothing to steer but its end. */
    Scheduled(ActorRef<?> actor, Runnable stop) {
      this(actor, stop, Scheduled::refuse);
    }

    /** Refuses what needs a task in training. */
    static void refuse(SteeringOrder order) {
      order.refuse("nothing is trained now");
    }
  }
}
