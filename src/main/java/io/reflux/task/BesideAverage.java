package io.reflux.task;

import io.reflux.engine.HostTensor;
import io.reflux.method.Weightings;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import io.reflux.objective.LossInput;
import io.reflux.train.StudentState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A student's network and beside it the one whose weights are means over steps, whose embedding is
 * a further output, {@code embedding/average}.
 *
 * @param student the student's network
 * @param average the averaged one
 */
record BesideAverage(FrozenModel student, FrozenModel average) implements FrozenModel {

  @Override
  public Map<String, HostTensor> infer(Images images) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>(student.infer(images));
    HostTensor mean = Objects.requireNonNull(average.infer(images).get(LossInput.EMBEDDING));
    outputs.put(LossInput.EMBEDDING + Weightings.OF + StudentState.AVERAGE, mean);
    return outputs;
  }

  @Override
  public int liveTensors() {
    return student.liveTensors() + average.liveTensors();
  }

  @Override
  public void close() {
    student.close();
    average.close();
  }
}
