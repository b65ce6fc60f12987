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
  private final Students students;
  private final PausedOrders paused;
  private final NavigableMap<Long, List<SteeringOrder>> unsealed = new TreeMap<>();

  /** What is done with the students of a paused task. */
  interface Students {
    /** True if one of them is being evaluated. */
    boolean areEvaluated();

    /** Asks for them as they are; they come to {@link #seen}. */
    void ask();

    /** Writes a checkpoint of them as they have come. */
    void keep();

    /** Evaluates those as they have come of which there are no metrics. */
    void evaluate();
  }

  /**
   * A desk at which nothing waits, and an open gate.
   *
   * @param telemetry hears whether the task is paused
   * @param taken how many steps are taken
   * @param students those of the task
   */
  SteeringDesk(LearnTask task, RunTelemetry telemetry, LongSupplier taken, Students students) {
    this.students = students;
    paused = new PausedOrders(() -> isQuiet() && !students.areEvaluated(), students::ask);
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
    paused.attend();
  }

  /** An evaluation is over; a paused task may have waited for that. */
  void evaluated() {
    paused.attend();
  }

  /** The students have come, for whom a paused task has asked. */
  void seen() {
    List<SteeringOrder> orders = paused.seen();
    if (isQuiet()) {
      orders.forEach(order -> order.steering().visit(new Doing(order)));
    } else {
      orders.forEach(this::take); // it goes on meanwhile
    }
    paused.attend();
  }

  /** True if the task is paused, and no step is under way. */
  boolean isQuiet() {
    return gate.isShut() && gate.lastIn() == taken.getAsLong();
  }

  /** Tells whether the task is paused. */
  void tellThePhase() {
    TaskPhase shut = isQuiet() ? TaskPhase.PAUSED : TaskPhase.PAUSING;
    telemetry.phase(gate.isShut() ? shut : TaskPhase.TRAINING);
  }

  /** Follows an order, or refuses it; a checkpoint is answered when it is sealed. */
  void take(SteeringOrder order) {
    order.steering().visit(new Taking(order));
  }

  /**
   * The same before the first step is let in. A checkpoint is answered before it is sealed: that
   * may be hours later.
   */
  void takeEarly(SteeringOrder order) {
    order.steering().visit(new TakingEarly(order));
    telemetry.phase(TaskPhase.MEASURING_TEACHER); // until training begins, it is that
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
    paused.seen().forEach(SteeringDesk::refuse);
    paused.left().forEach(SteeringDesk::refuse);
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
  private class Taking implements Steering.Visitor<Boolean> {
    final SteeringOrder order;

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
      paused.left().forEach(SteeringDesk.this::take);
      return true;
    }

    @Override
    public Boolean checkpoint(Steering.Checkpoint checkpoint) {
      return gate.isShut() ? whilePaused() : checkpointAfter(gate.next());
    }

    @Override
    public Boolean evaluate(Steering.Evaluate evaluate) {
      return gate.isShut() ? whilePaused() : evaluateAfter(gate.next());
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

    private boolean whilePaused() {
      if (gate.lastIn() == 0) {
        order.refuse("the task is paused before its first step: its students have learned nothing");
        return false;
      }
      paused.add(order);
      return true;
    }

    boolean checkpointAfter(long step) {
      boolean recorded = record(new StepChange(step, StepChange.Kind.CHECKPOINT));
      if (recorded) {
        unsealed.computeIfAbsent(step, s -> new ArrayList<>()).add(order);
      }
      return recorded;
    }

    boolean evaluateAfter(long step) {
      boolean recorded = record(new StepChange(step, StepChange.Kind.EVALUATE));
      if (recorded) {
        order.done(step, "the students are evaluated as they are after step " + step);
      }
      return recorded;
    }

    boolean record(StepChange change) {
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

  /** What is done with one order before the first step is let in. */
  private final class TakingEarly extends Taking {
    TakingEarly(SteeringOrder order) {
      super(order);
    }

    @Override
    boolean checkpointAfter(long step) {
      boolean recorded = record(new StepChange(step, StepChange.Kind.CHECKPOINT));
      if (recorded) {
        order.done(step, "a checkpoint is written after step " + step + ", once training begins");
      }
      return recorded;
    }
  }

  /** What is done with one order about the students of a paused task, who are there. */
  private final class Doing extends Taking {
    Doing(SteeringOrder order) {
      super(order);
    }

    @Override
    public Boolean checkpoint(Steering.Checkpoint checkpoint) {
      long step = gate.lastIn();
      unsealed.computeIfAbsent(step, s -> new ArrayList<>()).add(order);
      students.keep();
      return true;
    }

    @Override
    public Boolean evaluate(Steering.Evaluate evaluate) {
      boolean recorded = evaluateAfter(gate.lastIn());
      if (recorded) {
        students.evaluate();
      }
      return recorded;
    }
  }
}
