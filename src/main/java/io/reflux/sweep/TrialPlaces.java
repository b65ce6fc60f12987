package io.reflux.sweep;

import io.reflux.engine.Device;
import io.reflux.queue.QueueSettings;
import io.reflux.setting.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Where trials run, and how many at once.
 *
 * @param asked how many at once; empty: one, or one on each of the devices
 * @param devices GPUs that trials are spread over, each on as many as its pipeline names; empty if
 *     each runs on those that its pipeline names
 */
public record TrialPlaces(OptionalInt asked, List<Device> devices) {
  private static final String OPTION = "--devices: ";

  /** Refuses devices that this machine doesn't have. */
  public TrialPlaces {
    devices = List.copyOf(devices);
    List<String> seen = new ArrayList<>();
    for (Device device : devices) {
      if (device.kind() == Device.Kind.CPU || seen.contains(device.toString())) {
        throw new InputException(
            OPTION + device + " (expected: GPUs, each once, as gpu0,gpu1; cpu is shared by all)");
      }
      seen.add(device.toString());
      device
          .missing()
          .ifPresent(
              why -> {
                throw new InputException(
                    OPTION + device + " (expected: a device of this machine: " + why + ")");
              });
    }
  }

  /**
   * The machine's settings for these places.
   *
   * @param named the GPUs that each pipeline names, by its name; none if it computes on the
   *     processor
   * @param cores of the processor
   * @param said hears how many there are at once, where that isn't what was asked for
   */
  QueueSettings in(
      QueueSettings settings, Map<String, List<String>> named, int cores, Consumer<String> said) {
    named.forEach(this::refuseWhatFitsNowhere);
    int perDevices = Math.max(1, devices.size() * settings.runsPerDevice());
    int atOnce = asked.orElse(perDevices);
    boolean onProcessor = named.values().stream().allMatch(List::isEmpty);
    if (onProcessor && !devices.isEmpty()) {
      throw new InputException(
          OPTION + devices.get(0) + " (expected: a pipeline that names gpu0: this one's is cpu)");
    }
    if (onProcessor && atOnce > 1) {
      int most = Math.min(atOnce, cores);
      said.accept(
          most == atOnce
              ? most + " trials at once share " + cores + " cores"
              : most + " trials at once, not " + atOnce + ": there are " + cores + " cores");
      atOnce = most;
    }
    return settings.withSlots(atOnce).sharingOut(devices.stream().map(Device::toString).toList());
  }

  private void refuseWhatFitsNowhere(String pipeline, List<String> named) {
    if (devices.isEmpty() || named.isEmpty()) {
      return;
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      expected.add("gpu" + i);
    }
    if (named.size() > devices.size()) {
      throw new InputException(
          OPTION
              + devices.size()
              + " (expected: "
              + named.size()
              + " at least, as "
              + pipeline
              + " names "
              + String.join(", ", named)
              + ")");
    }
    if (!new TreeSet<>(named).equals(new TreeSet<>(expected))) {
      throw new InputException(
          OPTION
              + pipeline
              + " names "
              + String.join(", ", named)
              + " (expected: "
              + String.join(", ", expected)
              + ", which stand for any of those that it is given)");
    }
  }
}
