package io.reflux.pipeline;

import io.reflux.engine.Device;
import java.util.function.Predicate;

/**
 * What a pipeline is checked against beside its own text.
 *
 * @param present true for the devices that there are
 * @param data whether the dataset must be there
 */
record Environment(Predicate<Device> present, boolean data) {
  /** This machine, on which the pipeline is to run. */
  static final Environment THIS_MACHINE = new Environment(Device::isPresent, true);

  /** Some other machine, with all devices and data that one may wish for. */
  static final Environment ANY_MACHINE = new Environment(device -> true, false);
}
