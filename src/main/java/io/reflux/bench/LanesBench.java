package io.reflux.bench;

import io.reflux.chance.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How busy the stream keeps its devices: the very stages of a distillation, but for the networks,
 * whose work is a timed wait. What comes out is the throughput beside that of the slowest stage if
 * it never waited: the share of the time in which that one works. A wait that the operating system
 * ends late counts as work.
 */
public final class LanesBench {
  private static final int LOADERS = 2;

  private final int steps;
  private final double millis;

  /**
   * A bench.
   *
   * @param steps how many steps are timed, after the stages have got into their stride
   * @param millis how long the slowest stage takes for a batch
   */
  public LanesBench(int steps, double millis) {
    this.steps = steps;
    this.millis = millis;
  }

  /**
   * What is simulated.
   *
   * @param lanes how many lanes share a batch's four chunks, and those of the batches after it
   * @param teacher what a batch costs one lane, in parts
   * @param student what it costs the student, in the same
   * @param jitter by which share of itself each piece of work may be shorter or longer
   */
  public record Load(int lanes, int teacher, int student, double jitter) {

    /** How many of the parts the slowest stage takes for a batch. */
    double slowest() {
      return Math.max((double) teacher / lanes, student);
    }
  }

  /** The throughput as a share of that of the slowest stage; 1 if that one never waits. */
  public double share(Load load) {
    List<SimulatedDevice> lanes = new ArrayList<>();
    for (int lane = 0; lane < load.lanes(); lane++) {
      lanes.add(device(load, (double) load.teacher() / SimulatedStages.PIECES, "lane-" + lane));
    }
    Devices devices = new Devices(lanes, device(load, load.student(), "student"));
    try (SimulatedStages stages = SimulatedStages.of(devices.setup())) {
      return share(devices, stages);
    }
  }

  /** What is simulated: a device for each lane, and the student's. */
  private record Devices(List<SimulatedDevice> lanes, SimulatedDevice student) {

    SimulatedStages.Setup setup() {
      return new SimulatedStages.Setup(
          new SimulatedStages.Images(SimulatedDevice.instant(), LOADERS),
          lanes,
          student,
          Optional.empty());
    }

    /** How long the student has worked, and the lanes in the mean. */
    Worked worked() {
      return new Worked(
          System.nanoTime(),
          student.worked(),
          lanes.stream().mapToLong(SimulatedDevice::worked).sum() / lanes.size());
    }
  }

  /** How long devices had worked at an instant, all in nanoseconds. */
  private record Worked(long at, long student, long lanes) {

    double shareSince(Worked before) {
      long most = Math.max(student - before.student, lanes - before.lanes);
      return (double) most / (at - before.at);
    }
  }

  private SimulatedDevice device(Load load, double parts, String name) {
    return new SimulatedDevice(
        parts / load.slowest() * millis, load.jitter(), Chance.of(0).at(name));
  }

  private double share(Devices devices, SimulatedStages stages) {
    int warmUp = 2 * (devices.lanes().size() + 1) + SimulatedStages.PIECES;
    Worked[] worked = new Worked[warmUp + steps];
    stages.learn(
        worked.length, done -> worked[(int) done.batch().plan().globalStep()] = devices.worked());
    return worked[worked.length - 1].shareSince(worked[warmUp - 1]);
  }
}
