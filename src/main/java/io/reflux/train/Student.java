package io.reflux.train;

import io.reflux.engine.HostTensor;
import io.reflux.teacher.TaughtBatch;
import java.util.Map;

/** A network in training, seen by whoever feeds it. For one thread. */
public interface Student extends AutoCloseable {

  /**
   * Takes one step.
   *
   * @return what the step was like, without a snapshot
   * @throws NotFiniteException if the loss or a gradient is not finite; no weight has moved then
   */
  StepReport step(TaughtBatch batch);

  /**
   * The student as it is now.
   *
   * @throws NotFiniteException if a part of it is not finite: weights, buffers, what its method or
   *     its optimizer remember, the momentum network
   */
  StudentState snapshot();

  /**
   * Gives some of what the method trains and remembers other values.
   *
   * @throws IllegalArgumentException if the method has none of that name, or one of another shape
   */
  void assign(Map<String, HostTensor> trainables, Map<String, HostTensor> memories);

  /** Native tensors owned now, the weights included. */
  int liveTensors();

  @Override
  void close();
}
