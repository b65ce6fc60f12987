package io.reflux.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * Owns native tensors: those made in it, and in scopes opened inside it, are freed when it closes.
 *
 * <p>A stage opens one root scope and, inside it, one for each message; so nothing native outlives
 * the answer. {@link #liveTensors()} is the metric of the ownership rule.
 */
public final class TensorScope implements AutoCloseable {
  private final NDManager manager;
  private final Device device;

  private TensorScope(NDManager manager, Device device) {
    this.manager = manager;
    this.device = device;
  }

  /** A stage's own scope on a device. */
  public static TensorScope open(String stage, Device device) {
    NDManager manager = Libtorch.engine().newBaseManager(device.toDjl());
    manager.setName(stage);
    return new TensorScope(manager, device);
  }

  /** A scope inside this one. */
  public TensorScope inner() {
    return new TensorScope(manager.newSubManager(), device);
  }

  /** What DJL calls the owner of the tensors: pass it to whoever makes some. */
  public NDManager manager() {
    return manager;
  }

  /** The device on which tensors of this scope lie. */
  public Device device() {
    return device;
  }

  /** A copy of a tensor of any device on this scope's, owned by it. */
  public NDArray copyOf(NDArray tensor) {
    NDArray copy = device.equals(Device.of(tensor)) ? tensor.duplicate() : moved(tensor);
    NDManager owner = copy.getManager();
    copy.attach(manager);
    if (owner != tensor.getManager()) {
      // DJL makes one for each copy on another device.
      owner.close();
    }
    return copy;
  }

  /** Takes a tensor over: the tensor itself, if it is on this scope's device; else a copy there. */
  public NDArray taken(NDArray tensor) {
    if (device.equals(Device.of(tensor))) {
      tensor.attach(manager);
      return tensor;
    }
    NDArray copy = copyOf(tensor);
    tensor.close();
    return copy;
  }

  /** A tensor on this scope's device: the tensor itself, its owner's, or a copy that is its own. */
  public NDArray lent(NDArray tensor) {
    return device.equals(Device.of(tensor)) ? tensor : copyOf(tensor);
  }

  private NDArray moved(NDArray tensor) {
    return tensor.toDevice(device.toDjl(), true);
  }

  /** How many native tensors this scope owns now, inner scopes included; 0 once closed. */
  public int liveTensors() {
    return manager.isOpen() ? manager.getManagedArrays().size() : 0;
  }

  /** How many native tensors all scopes of this process own now. */
  public static int liveInProcess() {
    try (NDManager manager = Libtorch.engine().newBaseManager(Device.CPU.toDjl())) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
