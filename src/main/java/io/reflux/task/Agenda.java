package io.reflux.task;

import io.reflux.rundir.StepChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is done at which step: the milestones of the pipeline file, and what the task was told to do
 * otherwise while it went on. May be asked by any thread; told by one.
 */
final class Agenda {
  private final Milestones milestones;
  private final CheckpointClock clock;
  private final Set<Long> unwritten = ConcurrentHashMap.newKeySet();
  private volatile List<StepChange> changes;

  /**
   * What is done at which step.
   *
   * @param clock says when there is a checkpoint all the same
   * @param changes of earlier attempts, which are made again at their steps
   */
  Agenda(Milestones milestones, CheckpointClock clock, List<StepChange> changes) {
    this.milestones = milestones;
    this.clock = clock;
    this.changes = List.copyOf(changes);
  }

  /** The same learning rates; nothing is evaluated or kept on the way. */
  Agenda ratesAlone() {
    return new Agenda(
        new Milestones(milestones.length(), Long.MAX_VALUE, Long.MAX_VALUE),
        new CheckpointClock(Duration.ZERO, System::nanoTime),
        changes.stream().filter(change -> change.kind() == StepChange.Kind.LEARNING_RATE).toList());
  }

  /** The milestones of the pipeline file. */
  Milestones milestones() {
    return milestones;
  }

  /** Every change so far, in the order in which they came. */
  List<StepChange> changes() {
    return changes;
  }

  /** These are the changes from now on; none of them is about a step that was let in before. */
  void change(List<StepChange> all) {
    changes = List.copyOf(all);
  }

  /**
   * A step is let in. If it is time for a checkpoint, there is one after it; a later attempt need
   * not know.
   */
  void letIn(long step) {
    if (checkpointAfter(step)) {
      clock.restart();
    } else if (clock.isDue()) {
      unwritten.add(step);
    }
  }

  /** What the schedule's rates are multiplied by in a step, from 1. */
  double rate(long step) {
    double rate = 1;
    long since = 0;
    for (StepChange change : changes) {
      boolean holds = change.step() >= since && change.step() <= step;
      if (holds && change.kind() == StepChange.Kind.LEARNING_RATE) {
        rate = change.factor();
        since = change.step();
      }
    }
    return rate;
  }

  /** True if the students are evaluated as they are after so many steps. */
  boolean evaluateAfter(long steps) {
    return milestones.evaluateAfter(steps) || isToldAfter(steps, StepChange.Kind.EVALUATE);
  }

  /** True if a checkpoint is written after so many steps. */
  boolean checkpointAfter(long steps) {
    return milestones.checkpointAfter(steps)
        || unwritten.contains(steps)
        || isToldAfter(steps, StepChange.Kind.CHECKPOINT);
  }

  /** True if the students' state is needed after so many steps. */
  boolean snapshotAfter(long steps) {
    return evaluateAfter(steps) || checkpointAfter(steps);
  }

  /** True if after so many steps there is a checkpoint by time, and nothing else. */
  boolean isByTimeAlone(long steps) {
    return unwritten.contains(steps)
        && !milestones.snapshotAfter(steps)
        && !isToldAfter(steps, StepChange.Kind.CHECKPOINT)
        && !isToldAfter(steps, StepChange.Kind.EVALUATE);
  }

  /** There is no checkpoint by time after so many steps after all. */
  void leaveOut(long steps) {
    unwritten.remove(steps);
  }

  /** So many steps are done: what was to be done after them once is over. */
  void passed(long steps) {
    unwritten.removeIf(step -> step <= steps);
  }

  /** The changes with one more. */
  List<StepChange> with(StepChange change) {
    List<StepChange> all = new ArrayList<>(changes);
    all.add(change);
    return all;
  }

  private boolean isToldAfter(long steps, StepChange.Kind kind) {
    return changes.stream().anyMatch(each -> each.step() == steps && each.kind() == kind);
  }
}
