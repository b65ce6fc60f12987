package io.reflux.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A copy of a tensor in the host's memory, freed when it is closed.
 *
 * <p>DJL gives a copy for another device an owner of its own inside of the tensor's owner, and
 * closes that no earlier than this one: what is read from weights on a GPU would stay until the
 * network goes.
 *
 * @param array the copy
 * @param inner its owner
 * @param outer the owner of what was copied
 */
record HostCopy(NDArray array, NDManager inner, NDManager outer) implements AutoCloseable {

  static HostCopy of(NDArray array) {
    NDArray copy = array.toDevice(Device.cpu(), true);
    return new HostCopy(copy, copy.getManager(), array.getManager());
  }

  @Override
  public void close() {
    array.close();
    if (inner != outer) {
      inner.close();
    }
  }
}
