package io.reflux.bench;

import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenModel;
import io.reflux.network.Images;
import java.util.Map;

/** Answers a row for each image, when its device has worked. */
record SimulatedTeacher(SimulatedDevice device) implements FrozenModel {
  @Override
  public Map<String, HostTensor> infer(Images images) {
    device.work();
    return Map.of("embedding", HostTensor.of(new float[images.rows()], images.rows(), 1));
  }

  @Override
  public int liveTensors() {
    return 0;
  }

  @Override
  public void close() {}
}
