package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads names of devices, and refuses those that the machine does not have. */
final class Devices {
  /** What a device is called. */
  static final String NAMES = "cpu, or a GPU as gpu0 (PyTorch's cuda:0)";

  private static final String STUDENT = "student";
  private static final String PRESENT = "a device of this machine";

  private final Function<Device, Optional<String>> missing;

  /**
   * For a machine.
   *
   * @param missing why a device is not there; empty for those that are
   */
  Devices(Function<Device, Optional<String>> missing) {
    this.missing = missing;
  }

  Device one(Section section, String key) {
    Device device = section.parsed(key, NAMES, Device.CPU, Device::parse);
    missing.apply(device).ifPresent(why -> section.refuse(key, PRESENT + ": " + why));
    return device;
  }

  /** Those of a student: {@code devices}, or {@code device} alone where it names none. */
  List<Device> ofStudent(Section section) {
    Device one = one(section, "device");
    if (section.texts("devices").isEmpty()) {
      return List.of(one);
    }
    List<Device> all = several(section, "devices", true);
    long gpus = all.stream().filter(each -> each.kind() == Device.Kind.GPU).count();
    if (gpus > all.stream().distinct().count()) {
      section.refuse("devices", "every GPU once");
    }
    return all;
  }

  /** As {@link #one}, or another stage's device by the word {@code student}. */
  Device oneOr(Section section, String key, Device student) {
    return section.text(key).equals(STUDENT) ? student : one(section, key);
  }

  /**
   * One or more, of one kind.
   *
   * @param here whether they have to be on this machine
   */
  List<Device> several(Section section, String key, boolean here) {
    List<Device> devices = new ArrayList<>();
    int problems = section.problemsSoFar();
    List<String> names = section.texts(key);
    for (String name : names) {
      Optional<Device> device = Device.parse(name);
      Optional<String> why = here ? device.flatMap(missing) : Optional.empty();
      if (device.isEmpty()) {
        section.refuse(key, "a list of " + NAMES + "; not " + name);
      } else if (why.isPresent()) {
        section.refuse(key, PRESENT + "; not " + name + ": " + why.get());
      } else {
        devices.add(device.get());
      }
    }
    if (devices.stream().map(Device::kind).distinct().count() > 1) {
      section.refuse(key, "all of one kind: a GPU's answers are not the processor's, to the bit");
    }
    if (names.isEmpty() && section.problemsSoFar() == problems) {
      section.refuse(key, "at least one of " + NAMES);
    }
    if (devices.isEmpty()) {
      devices.add(Device.CPU);
    }
    return List.copyOf(devices);
  }
}
