package io.reflux.sweep;

import io.reflux.engine.Device;
import io.reflux.pipeline.Pipeline;
import io.reflux.queue.QueueFolder;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The line in which a sweep's runs wait for their turns.
 *
 * @param folder where they are
 * @param plan what they are
 * @param judge by what trials are compared
 */
record SweepLine(SweepFolder folder, SweepPlan plan, Judge judge) {

  /**
   * What is not done, whose turn is first first; what trials take goes before them.
   *
   * @param dropped the trials that go on no more
   */
  List<QueueFolder.Admitted> left(Set<Trial> dropped) throws IOException {
    List<QueueFolder.Admitted> line = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < plan.trials().size(); i++) {
      Trial trial = plan.trials().get(i);
      RunDirectory run = folder.run(trial);
      if (!Standing.of(trial, run, judge).isDone() && !dropped.contains(trial)) {
        List<String> needs = run.isBegun() ? List.of() : plan.takes(trial);
        taken.addAll(needs);
        line.add(admitted(trial.name(), plan.shared().size() + i + 1L, needs));
      }
    }
    for (int i = plan.shared().size() - 1; i >= 0; i--) {
      SharedTask task = plan.shared().get(i);
      if (taken.contains(task.name()) && !Files.exists(folder.run(task).summary())) {
        line.add(0, admitted(task.name(), i + 1L, task.needs()));
      }
    }
    return line;
  }

  private QueueFolder.Admitted admitted(String name, long arrival, List<String> needs)
      throws IOException {
    return new QueueFolder.Admitted(
        name, arrival, graphicsProcessors(folder.pipeline(name)), needs);
  }

  private static List<String> graphicsProcessors(Pipeline pipeline) {
    return pipeline.tasks().stream()
        .flatMap(task -> task.devices().stream())
        .filter(device -> device.kind() != Device.Kind.CPU)
        .map(Device::toString)
        .distinct()
        .sorted()
        .toList();
  }
}
