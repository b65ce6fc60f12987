package io.reflux.network;

import io.reflux.engine.HostTensor;
import java.util.Map;

/** A loaded model that only answers: a teacher, or what is measured. For one thread. */
public interface FrozenModel extends AutoCloseable {

  /**
   * The outputs of some images.
   *
   * @return float32 tensors by name, the first dimension being the number of images
   */
  Map<String, HostTensor> infer(Images images);

  /** Native tensors owned now, the model's weights included. */
  int liveTensors();

  @Override
  void close();
}
