package io.reflux.cli;

import io.reflux.engine.Device;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.SideBySide;
import io.reflux.pipeline.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Beside which tasks one may be at work, and what it waits for; nothing where tasks go in turn. */
final class SideBySideText {
  private SideBySideText() {}

  /** Two lines at most. */
  static String of(Task task, Pipeline pipeline) {
    SideBySide side = pipeline.machine().tasks();
    if (side.atOnce(pipeline.tasks()) < 2) {
      return "";
    }
    String beside =
        side.beside(task, pipeline.tasks()).stream()
            .map(Task::name)
            .collect(Collectors.joining(", "));
    List<String> waits = new ArrayList<>(task.needs());
    task.devices().forEach(device -> waits.add(place(device, side)));
    return (beside.isEmpty() ? "" : "  beside   " + beside + "\n")
        + (waits.isEmpty() ? "" : "  waits    for " + String.join(", ", waits) + "\n");
  }

  private static String place(Device device, SideBySide side) {
    int places = side.places(device);
    return places == 1 ? device.toString() : "one of " + places + " places at " + device;
  }
}
