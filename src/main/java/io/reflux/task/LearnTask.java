package io.reflux.task;

import io.reflux.setting.InputException;
import java.util.List;

/**
 * All that a scheduler needs to know of one learning task; what is behind it (datasets, networks,
 * methods) was made ready before.
 *
 * @param name its name
 * @param schedule when it does what
 * @param ledger what is kept of it
 * @param teachers those whose own metrics are to be measured first
 * @param students who learns, in the order of the pipeline file
 * @param stages spawns the stages
 */
public record LearnTask(
    String name,
    TrainingSchedule schedule,
    TaskLedger ledger,
    List<MeasuredTeacher> teachers,
    List<StudentSubject> students,
    StagesSource stages) {

  /** Copies the lists. */
  public LearnTask {
    teachers = List.copyOf(teachers);
    students = List.copyOf(students);
  }

  /** How many steps the task has, and when it does what after them. */
  Milestones milestones() {
    return schedule.agenda().milestones();
  }

  /** What is done at which step, by the pipeline file and by what the task was told since. */
  Agenda agenda() {
    return schedule.agenda();
  }

  /**
   * The same up to a step and no further: nothing is measured, evaluated or kept on the way.
   *
   * @throws InputException if it has fewer steps
   */
  public LearnTask upTo(long step) {
    if (step > milestones().steps()) {
      throw new InputException(
          "STEP: "
              + step
              + " (expected: at most "
              + milestones().steps()
              + ", of "
              + milestones().length().epochs()
              + " epochs)");
    }
    TrainingPlans few = schedule.plans().first(step - schedule.fromStep());
    TrainingSchedule shorter =
        new TrainingSchedule(
            agenda().ratesAlone(),
            schedule.fromStep(),
            few,
            schedule.depths(),
            schedule.timeouts());
    return new LearnTask(name, shorter, ledger, List.of(), students, stages);
  }

  /** Spawns the stages of a task. */
  interface StagesSource {
    /** Spawns them, each watched, in the order in which data flows. */
    Stages spawn(StageSpawner spawner);
  }
}
