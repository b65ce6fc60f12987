package io.reflux.bench;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelPool;
import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.stage.CacheTally;
import io.reflux.stage.LaneAsking;
import io.reflux.stage.Restarts;
import io.reflux.stage.StageAsk;
import io.reflux.stage.StageSettings;
import io.reflux.stage.StageSpawn;
import io.reflux.stage.StatusBoard;
import io.reflux.stage.TeacherImages;
import io.reflux.stage.TeacherPool;
import io.reflux.stage.TeacherReplica;
import io.reflux.stage.TeacherRows;
import io.reflux.stage.Trainer;
import io.reflux.stage.Watchdog;
import io.reflux.stream.Depths;
import io.reflux.stream.LearnStages;
import io.reflux.stream.LearnStream;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.train.Student;
import io.reflux.train.StudentState;
import io.reflux.view.ViewRecipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * How busy the stream keeps its devices: the very stages of a distillation, but for the networks,
 * whose work is a timed wait. What comes out is the throughput beside that of the slowest stage if
 * it never waited: the share of the time in which that one works. A wait that the operating system
 * ends late counts as work.
 */
public final class LanesBench {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int CHUNK = 4;
  private static final int PIECES = 4;
  private static final int LOADERS = 2;
  private static final int LOAD_AHEAD = 4;
  private static final Props COMPUTING = DispatcherSelector.fromConfig("reflux.native-dispatcher");

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
    CompletableFuture<Stages> spawned = new CompletableFuture<>();
    List<SimulatedDevice> lanes = new ArrayList<>();
    for (int lane = 0; lane < load.lanes(); lane++) {
      lanes.add(device(load, (double) load.teacher() / PIECES, "lane-" + lane));
    }
    Devices devices = new Devices(lanes, device(load, load.student(), "student"));
    ActorSystem<Void> system = ActorSystem.create(guardian(devices, spawned), "lanes");
    try (PixelPool pixels = new PixelPool(1 << 24)) {
      return share(devices, system, pixels, spawned.join());
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  /** What is simulated: a device for each lane, and the student's. */
  private record Devices(List<SimulatedDevice> lanes, SimulatedDevice student) {

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

  /** The actors of a bench. */
  private record Stages(
      ActorRef<TeacherPool.Command> teachers, ActorRef<Trainer.Command> trainer, StageAsk ask) {}

  private static Behavior<Void> guardian(Devices devices, CompletableFuture<Stages> spawned) {
    return Behaviors.setup(
        context -> {
          ActorRef<StatusBoard.Command> board = context.spawn(Behaviors.ignore(), "board");
          List<TeacherReplica> replicas = new ArrayList<>();
          for (SimulatedDevice each : devices.lanes()) {
            replicas.add(replica(each, replicas.size()));
          }
          TeacherPool.Dependencies pool =
              new TeacherPool.Dependencies(
                  TeacherReplica.lanes(replicas, LanesBench::computing, board),
                  Optional.empty(),
                  new TeacherRows(List.of(0), false),
                  TeacherImages.samePixels(),
                  new LaneAsking(CHUNK, 0, 0, PATIENCE, LaneAsking.Gathering.NONE, Watchdog.NEVER),
                  new CacheTally());
          spawned.complete(
              new Stages(
                  context.spawn(TeacherPool.create(pool, board), "teachers"),
                  context.spawn(
                      Trainer.create(
                          "student", "", () -> new SimulatedStudent(devices.student()), board),
                      "trainer",
                      COMPUTING),
                  StageAsk.of(context.getSystem(), board)));
          return Behaviors.empty();
        });
  }

  private static <M> StageSpawn<M> computing(String name, Behavior<M> stage) {
    return parent -> parent.spawn(stage, name, COMPUTING);
  }

  private static TeacherReplica replica(SimulatedDevice device, int lane) {
    return new TeacherReplica(
        new StageSettings("lane-" + lane, "", Restarts.NONE), () -> new SimulatedTeacher(device));
  }

  private SimulatedDevice device(Load load, double parts, String name) {
    return new SimulatedDevice(
        parts / load.slowest() * millis, load.jitter(), Chance.of(0).at(name));
  }

  private double share(Devices devices, ActorSystem<Void> system, PixelPool pixels, Stages stages) {
    int lanes = devices.lanes().size();
    int warmUp = 2 * (lanes + 1) + PIECES;
    Worked[] worked = new Worked[warmUp + steps];
    BatchLoader loader =
        new BatchLoader(
            new PictureReader(
                SimulatedImages.of(CHUNK * PIECES), new DecodeSettings(1 << 20, false, 1 << 20)),
            List.of(new ViewRecipe(List.of(), SimulatedImages.SIDE)),
            pixels);
    ExecutorService loaders = Executors.newFixedThreadPool(LOADERS);
    try {
      new LearnStream(
              new LearnStages(
                  plan -> loader.load(plan, loaders),
                  batch ->
                      stages.ask.<TeacherPool.Command, TaughtBatch>ask(
                          stages.teachers, PATIENCE, to -> new TeacherPool.Teach(batch, to)),
                  Map.of(
                      "student",
                      taught ->
                          stages.ask.<Trainer.Command, StepReport>ask(
                              stages.trainer,
                              PATIENCE,
                              to -> new Trainer.Train(taught, false, to))),
                  done -> {
                    worked[(int) done.batch().plan().globalStep()] = devices.worked();
                    return CompletableFuture.completedFuture(Done.getInstance());
                  }),
              new Depths(LOAD_AHEAD, lanes + 1, LOAD_AHEAD))
          .over(plans(worked.length))
          .run(system)
          .end()
          .toCompletableFuture()
          .join();
    } finally {
      loaders.shutdown();
    }
    return worked[worked.length - 1].shareSince(worked[warmUp - 1]);
  }

  private static List<BatchPlan> plans(int steps) {
    List<BatchPlan> plans = new ArrayList<>();
    int[] examples = IntStream.range(0, CHUNK * PIECES).toArray();
    for (int step = 0; step < steps; step++) {
      plans.add(
          new BatchPlan(0, 0, step, step, examples, new int[examples.length], 1, Chance.of(0)));
    }
    return plans;
  }

  /** Takes a step when its device has worked, and learns nothing. */
  private record SimulatedStudent(SimulatedDevice device) implements Student {
    @Override
    public StepReport step(TaughtBatch batch) {
      device.work();
      return new StepReport(0, 0, 0, new float[0]);
    }

    @Override
    public StudentState snapshot() {
      return new StudentState(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    @Override
    public void assign(Map<String, HostTensor> trainables, Map<String, HostTensor> memories) {}

    @Override
    public int liveTensors() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
