package io.reflux.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Numbers that meet tensors of any device.
 *
 * <p>libtorch takes a tensor without dimensions that lies in the host's memory as an operand beside
 * tensors of a GPU, and hands its value on with the operation. DJL would copy it to the GPU first,
 * and wait for that.
 */
public final class HostScalar {
  private HostScalar() {}

  /** A scalar in the host's memory that lives as long as a tensor's owner. */
  public static NDArray of(NDArray like, Number value) {
    NDManager owner = like.getManager();
    if (!owner.getDevice().isGpu()) {
      return owner.create(value);
    }
    try (NDManager host = owner.newSubManager(Device.cpu())) {
      NDArray scalar = host.create(value);
      scalar.attach(owner);
      return scalar;
    }
  }
}
