package io.reflux.pipeline;

import io.reflux.engine.Device;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a pipeline is checked against beside its own text.
 *
 * @param missing why a device is not there; empty for those that are
 * @param data whether the dataset must be there
 */
record Environment(Function<Device, Optional<String>> missing, boolean data) {
  /** This machine, on which the pipeline is to run. */
  static final Environment THIS_MACHINE = new Environment(Device::missing, true);

  /** Some other machine, with all devices and data that one may wish for. */
  static final Environment ANY_MACHINE = new Environment(device -> Optional.empty(), false);
}
