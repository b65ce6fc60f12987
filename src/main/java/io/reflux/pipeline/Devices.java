package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads names of devices, and refuses those that the machine does not have. */
final class Devices {
  private static final String NAMES = "cpu, or a GPU as gpu0";
  private static final String PRESENT = "a device of this machine";

  private final Predicate<Device> present;

  /**
   * For a machine.
   *
   * @param present true for the devices that it has
   */
  Devices(Predicate<Device> present) {
    this.present = present;
  }

  Device one(Section section, String key) {
    Device device = section.parsed(key, NAMES, Device.CPU, Device::parse);
    if (!present.test(device)) {
      section.refuse(key, PRESENT);
    }
    return device;
  }

  List<Device> several(Section section, String key) {
    List<Device> devices = new ArrayList<>();
    for (String name : section.texts(key)) {
      Optional<Device> device = Device.parse(name);
      if (device.isEmpty()) {
        section.refuse(key, "a list of " + NAMES + "; not " + name);
      } else if (!present.test(device.get())) {
        section.refuse(key, PRESENT + "; not " + name);
      } else {
        devices.add(device.get());
      }
    }
    if (devices.isEmpty()) {
      section.refuse(key, "at least one of " + NAMES);
      devices.add(Device.CPU);
    }
    return List.copyOf(devices);
  }
}
