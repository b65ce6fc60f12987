package io.reflux.node;

import io.reflux.engine.Device;
import io.reflux.engine.EngineVersion;
import io.reflux.engine.Numerics;
import io.reflux.engine.Processor;
import io.reflux.wire.NodeFacts;
import java.util.List;
import java.util.Optional;

/** What this program is, and where it computes. */
final class LocalFacts {
  private LocalFacts() {}

  /**
   * With some devices.
   *
   * @param data names of datasets that are read here
   * @param evaluators so many networks may be measured at once
   */
  static NodeFacts of(List<Device> devices, List<String> data, int evaluators) {
    return new NodeFacts(
        version(),
        EngineVersion.words(),
        devices.stream()
            .map(each -> new NodeFacts.LaneFacts(each.toString(), computing(each)))
            .toList(),
        data,
        evaluators);
  }

  /** All of a device that can alter an answer. */
  static String computing(Device device) {
    String words = Numerics.words(device);
    return device.kind() == Device.Kind.CPU ? words + " " + Processor.words() : words;
  }

  private static String version() {
    return Optional.ofNullable(LocalFacts.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
