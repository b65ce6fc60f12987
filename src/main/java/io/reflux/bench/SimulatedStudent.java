package io.reflux.bench;

import io.reflux.engine.HostTensor;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.train.Student;
import io.reflux.train.StudentState;
import java.util.Map;

/** Takes a step when its device has worked, and learns nothing. */
record SimulatedStudent(SimulatedDevice device) implements Student {
  @Override
  public StepReport step(TaughtBatch batch) {
    device.work();
    return new StepReport(0, 0, 0, new float[0]);
  }

  @Override
  public StudentState snapshot() {
    return new StudentState(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  @Override
  public void assign(Map<String, HostTensor> trainables, Map<String, HostTensor> memories) {}

  @Override
  public int liveTensors() {
    return 0;
  }

  @Override
  public void close() {}
}
