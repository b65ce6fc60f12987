package io.reflux.run;

import io.reflux.rundir.TaskSummary;
import io.reflux.stage.RunState;
import io.reflux.stage.TaskFate;
import java.util.List;

/** How a run's tasks ended, as the supervisor tells it. */
sealed interface Ending {

  /** The state in which it leaves the run. */
  RunState state();

  /** Does what a visitor does with an ending of its kind. */
  <R> R visit(Visitor<R> visitor);

  /** Something that is done with an ending, a method for each kind. */
  interface Visitor<R> {
    /** With tasks that are all done. */
    R done(Done ending);

    /** With a run that was stopped. */
    R stopped(Stopped ending);

    /** With a run that did not stop in time. */
    R overdue(Overdue ending);

    /** With a run that failed. */
    R failed(Failed ending);
  }

  /** Every task is done. */
  record Done(List<TaskSummary> tasks) implements Ending {
    @Override
    public RunState state() {
      return RunState.DONE;
    }

    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.done(this);
    }
  }

  /** It was told to stop. */
  record Stopped(String task, long step) implements Ending {
    @Override
    public RunState state() {
      return RunState.STOPPED;
    }

    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.stopped(this);
    }
  }

  /** It was told to stop and did not in time; it can be resumed from a task's step. */
  record Overdue(String task, long step) implements Ending {
    @Override
    public RunState state() {
      return RunState.STOPPED;
    }

    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.overdue(this);
    }
  }

  /**
   * A task failed; the name is empty if nobody knows which.
   *
   * @param task of several, the one that failed first
   * @param fates what became of each task; none if the run ended before all were through
   */
  record Failed(String task, Throwable cause, List<TaskFate> fates) implements Ending {
    @Override
    public RunState state() {
      return RunState.FAILED;
    }

    @Override
    public <R> R visit(Visitor<R> visitor) {
      return visitor.failed(this);
    }
  }
}
