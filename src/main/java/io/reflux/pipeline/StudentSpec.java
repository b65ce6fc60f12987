package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.method.Method;
import io.reflux.method.Methods;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.Named;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.train.OptimizerSettings;
import io.reflux.train.Schedule;
import io.reflux.train.StudentPlace;

/**
 * A network to train, and how.
 *
 * @param name unique in its task; the task's name if the task has one student
 * @param network what it is
 * @param networkText HOCON that reads to the network, defaults included
 * @param method what it learns from
 * @param optimizer how a gradient becomes a step
 * @param schedule how the learning rate moves
 * @param place where it is trained, and in which pieces of a batch; the threads of all stages
 *     together should not exceed the cores
 */
public record StudentSpec(
    String name,
    NetworkSettings network,
    String networkText,
    Named<Method> method,
    OptimizerSettings optimizer,
    Schedule schedule,
    StudentPlace place) {

  /** Whose statistics batch norm takes. */
  private enum Norms {
    /** Those of each piece of a batch. */
    PIECE,
    /** Those of a batch, over the pieces of all devices. */
    SYNCHRONISED
  }

  /** Where a student's settings stand: its own section, and the task's for what all share. */
  record Written(Section own, Section shared) {

    /** The student's own section of a name; the shared one if it has none. */
    Section section(String key) {
      return own.has(key) || !shared.has(key) ? own.section(key) : shared.section(key);
    }
  }

  /** The device of all but the replicas. */
  public Device device() {
    return place.first();
  }

  /** The same at another place. */
  StudentSpec at(StudentPlace other) {
    return new StudentSpec(name, network, networkText, method, optimizer, schedule, other);
  }

  static StudentSpec read(String name, Written written, Devices devices) {
    Section own = written.own();
    Section network = written.section("network");
    NetworkSettings settings = WarmStart.network(network);
    StudentPlace place =
        new StudentPlace(
            devices.ofStudent(own),
            CoreShares.read(own),
            own.whole("micro-batch", Range.NOT_NEGATIVE),
            own.oneOf("batch-norm", Norms.class) == Norms.SYNCHRONISED);
    if (place.synchronised() && place.microBatch() > 0) {
      own.refuse("micro-batch", "0 with batch-norm = synchronised, which has all pieces at once");
    }
    return new StudentSpec(
        name,
        settings,
        network.resolved(),
        Methods.CATALOGUE.readNamed(written.section("method")),
        OptimizerSettings.read(written.section("optimizer")),
        Schedule.read(written.section("schedule")),
        place);
  }
}
