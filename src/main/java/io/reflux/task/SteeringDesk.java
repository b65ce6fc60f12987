package io.reflux.task;

import io.reflux.rundir.ChangesFile;
import io.reflux.rundir.StepChange;
import io.reflux.stage.Steering;
import io.reflux.stage.SteeringOrder;
import io.reflux.stage.TaskPhase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Takes what a task in training is told from outside. Each command is about the next step that is
 * let in: what changes numbers, or lines that are written, is on the disk before, so that a later
 * attempt does the same at the same step. For the scheduler's thread.
 */
final class SteeringDesk {
  private final Agenda agenda;
  private final PlanGate gate;
  private final ChangesFile file;
  private final RunTelemetry telemetry;
  private final LongSupplier taken;
  private final NavigableMap<Long, List<SteeringOrder>> unsealed = new TreeMap<>();

  /**
   * A desk at which nothing waits, and an open gate.
   *
   * @param telemetry hears whether the task is paused
   * @param taken how many steps are taken
   */
  SteeringDesk(LearnTask task, RunTelemetry telemetry, LongSupplier taken) {
    this.telemetry = telemetry;
    this.taken = taken;
    agenda = task.agenda();
    gate = new PlanGate(task.schedule().fromStep(), agenda);
    file = task.ledger().changes();
  }

  /** A plan has come before the gate. */
  void knock(PlanGate.Knock knock) {
    gate.knock(knock);
  }

  /** A step is taken; it may be the last one before a pause. */
  void stepTaken() {
    if (gate.isShut()) {
      tellThePhase();
    }
  }

  /** Tells whether the task is paused. */
  void tellThePhase() {
    boolean quiet = gate.lastIn() == taken.getAsLong();
    TaskPhase shut = quiet ? TaskPhase.PAUSED : TaskPhase.PAUSING;
    telemetry.phase(gate.isShut() ? shut : TaskPhase.TRAINING);
  }

  /** Follows an order, or refuses it; a checkpoint is answered when it is sealed. */
  void take(SteeringOrder order) {
    order.steering().visit(new Taking(order));
  }

  /** A checkpoint of the task as it was after a step is sealed. */
  void sealed(long step) {
    Map<Long, List<SteeringOrder>> known = unsealed.headMap(step, true);
    known
        .values()
        .forEach(
            orders -> orders.forEach(order -> order.done(step, "checkpoint after step " + step)));
    known.clear();
  }

  /** The task ends: what waits is refused. */
  void close() {
    unsealed
        .values()
        .forEach(
            orders ->
                orders.forEach(order -> order.refuse("the task has ended before the checkpoint")));
    unsealed.clear();
  }

  /** Refuses what comes when no step is let in. */
  static void refuse(SteeringOrder order) {
    order.refuse("no step is trained now: the task has not begun to, or is ending");
  }

  /** What is done with one order. */
  private final class Taking implements Steering.Visitor<Boolean> {
    private final SteeringOrder order;

    Taking(SteeringOrder order) {
      this.order = order;
    }

    @Override
    public Boolean pause(Steering.Pause pause) {
      if (gate.isShut()) {
        order.refuse("the task is paused already");
        return false;
      }
      gate.shut();
      tellThePhase();
      order.done(gate.lastIn(), "pauses after step " + gate.lastIn());
      return true;
    }

    @Override
    public Boolean resume(Steering.Resume resume) {
      if (!gate.isShut()) {
        order.refuse("the task is not paused");
        return false;
      }
      order.done(gate.lastIn(), "goes on after step " + gate.lastIn());
      gate.open();
      tellThePhase();
      return true;
    }

    @Override
    public Boolean checkpoint(Steering.Checkpoint checkpoint) {
      long step = gate.next();
      boolean taken = isAfterAStep() && record(new StepChange(step, StepChange.Kind.CHECKPOINT));
      if (taken) {
        unsealed.computeIfAbsent(step, s -> new ArrayList<>()).add(order);
      }
      return taken;
    }

    @Override
    public Boolean evaluate(Steering.Evaluate evaluate) {
      long step = gate.next();
      boolean taken = isAfterAStep() && record(new StepChange(step, StepChange.Kind.EVALUATE));
      if (taken) {
        order.done(step, "the students are evaluated as they are after step " + step);
      }
      return taken;
    }

    @Override
    public Boolean learningRate(Steering.LearningRate rate) {
      long step = gate.next();
      StepChange change = new StepChange(step, StepChange.Kind.LEARNING_RATE, rate.factor());
      boolean taken = record(change);
      if (taken) {
        order.done(
            step, "the schedule's learning rate times " + rate.factor() + " from step " + step);
      }
      return taken;
    }

    @Override
    public Boolean stop(Steering.Stop stop) {
      throw new IllegalStateException("stop: here (expected: taken by the run)");
    }

    private boolean isAfterAStep() {
      if (gate.isShut()) {
        order.refuse("the task is paused: it has to go on for one step first");
      }
      return !gate.isShut();
    }

    private boolean record(StepChange change) {
      if (change.step() > agenda.milestones().steps()) {
        refuse(order);
        return false;
      }
      List<StepChange> all = agenda.with(change);
      try {
        file.write(all);
      } catch (IOException e) {
        order.refuse("it can't be written down: " + e.getMessage());
        return false;
      }
      agenda.change(all);
      return true;
    }
  }
}
