package io.reflux.pipeline;

import io.reflux.engine.Device;
import java.util.LinkedHashSet;
import java.util.Set;

/** The devices on which a task computes: those of its lanes, its students, its evaluation. */
final class UsedDevices implements Work.Visitor<Set<Device>> {
  private UsedDevices() {}

  /** In the order of the file; none for a task that only writes files. */
  static Set<Device> of(Work work) {
    return work.visit(new UsedDevices());
  }

  @Override
  public Set<Device> learn(Learn learn) {
    Set<Device> devices = new LinkedHashSet<>();
    learn.teachers().values().stream()
        .filter(teacher -> !teacher.nodesOnly())
        .forEach(teacher -> devices.addAll(teacher.devices()));
    learn.students().values().forEach(student -> devices.addAll(student.place().devices()));
    devices.add(learn.evaluation().device());
    return devices;
  }

  @Override
  public Set<Device> measure(Measure measure) {
    return Set.of(measure.device());
  }

  @Override
  public Set<Device> export(Export export) {
    return Set.of();
  }
}
