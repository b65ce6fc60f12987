package io.reflux.train;

import io.reflux.batch.BatchPlan;
import io.reflux.teacher.TaughtBatch;
import java.util.function.Consumer;

/** A student of which one step is looked at. */
public final class WatchedStudent extends ForwardingStudent {
  private final ProgramStudent student;
  private final String name;
  private final long step;
  private final Consumer<StepTrace> traces;
  private String before = "";

  /**
   * Watches a student.
   *
   * @param name its name
   * @param step the step, from 1
   * @param traces told of the step before it is taken; the trace is complete when it is over
   */
  public WatchedStudent(
      ProgramStudent student, String name, long step, Consumer<StepTrace> traces) {
    super(student);
    this.student = student;
    this.name = name;
    this.step = step;
    this.traces = traces;
  }

  @Override
  public StepReport step(TaughtBatch batch) {
    BatchPlan plan = batch.pixels().plan();
    if (plan.globalStep() + 1 != step) {
      StepReport report = student.step(batch);
      look(plan.globalStep() + 1);
      return report;
    }
    StepTrace trace = new StepTrace(name, plan, before);
    traces.accept(trace);
    return student.step(StepInput.of(batch), trace);
  }

  private void look(long after) {
    if (before.isEmpty()) {
      try {
        student.check();
      } catch (NotFiniteException e) {
        before = "after step " + after + ": " + e.getMessage();
      }
    }
  }
}
