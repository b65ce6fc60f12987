package io.reflux.train;

import io.reflux.engine.HostTensor;
import java.util.Map;

/** A student that takes its steps in a way of its own, and is another one in all else. */
public abstract class ForwardingStudent implements Student {
  private final Student other;

  protected ForwardingStudent(Student other) {
    this.other = other;
  }

  @Override
  public StudentState snapshot() {
    return other.snapshot();
  }

  @Override
  public void assign(Map<String, HostTensor> trainables, Map<String, HostTensor> memories) {
    other.assign(trainables, memories);
  }

  @Override
  public int liveTensors() {
    return other.liveTensors();
  }

  @Override
  public void close() {
    other.close();
  }
}
