package io.reflux.run;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.engine.EngineVersion;
import io.reflux.engine.Numerics;
import io.reflux.engine.ResidentMemory;
import io.reflux.engine.TensorScope;
import io.reflux.intake.Storage;
import io.reflux.intake.WaitingTime;
import io.reflux.node.Nodes;
import io.reflux.pipeline.MemoryEstimate;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.AttemptClock;
import io.reflux.rundir.Beginning;
import io.reflux.rundir.RestartsFile;
import io.reflux.rundir.RunAttempt;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import io.reflux.rundir.RunLock;
import io.reflux.rundir.RunMemory;
import io.reflux.rundir.RunSummary;
import io.reflux.rundir.RunTables;
import io.reflux.rundir.TakenTasks;
import io.reflux.setting.InputException;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunListener;
import io.reflux.stage.StageFactory;
import io.reflux.task.RunDependencies;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a pipeline in a run directory, from the beginning or from where it was left. */
public final class RunLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(RunLauncher.class);

  private static final List<String> ENDING = List.of("TERM", "INT", "HUP");

  /** What schedulers of clusters send before they take a machine away. */
  private static final List<String> WARNING = List.of("USR1", "USR2");

  private static final Ending EARLY =
      new Ending.Failed(
          "",
          new IllegalStateException(
              "the actors ended early (expected: at the run's end); the log says why"),
          List.of());

  private final Pipeline pipeline;
  private final RunDirectory directory;
  private final StageFactory stages;
  private Optional<Rehearsal> rehearsal = Optional.empty();
  private Optional<Duration> grace = Optional.empty();
  private Allowance allowance = Allowance.NONE;
  private TakenTasks taking = TakenTasks.NONE;

  /**
   * A run that has not begun.
   *
   * @param directory where it writes; what it finds there from an earlier attempt it goes on from
   */
  public RunLauncher(Pipeline pipeline, RunDirectory directory) {
    this(pipeline, directory, new StageFactory());
  }

  /** As above, with stages of another making: tests make some of them fail. */
  public RunLauncher(Pipeline pipeline, RunDirectory directory, StageFactory stages) {
    this.pipeline = pipeline;
    this.directory = directory;
    this.stages = stages;
  }

  /** The same, started by somebody who agrees to something. */
  public RunLauncher allowing(Allowance agreed) {
    allowance = agreed;
    return this;
  }

  /** The same; if it begins, it takes tasks that are done elsewhere instead of doing them. */
  public RunLauncher taking(TakenTasks tasks) {
    taking = tasks;
    return this;
  }

  /**
   * The same; a signal that ends the run leaves it so long for its checkpoint.
   *
   * @param time empty for what the application's settings say
   */
  public RunLauncher within(Optional<Duration> time) {
    grace = time;
    return this;
  }

  /**
   * Runs to the end, on actors of its own; the calling thread waits.
   *
   * <p>SIGTERM, SIGINT and SIGHUP stop the run, with a checkpoint; a second one ends the process at
   * once. SIGUSR1 and SIGUSR2 have a checkpoint written.
   *
   * @return how the run ended; everything it owned has been freed by then, unless it says otherwise
   * @throws InputException if another process is at work here, or something that the run began with
   *     is another thing now and nobody has allowed that
   */
  public RunEnd run(RunListener listener) {
    Config settings = ConfigFactory.load();
    RunLock lock = RunLock.take(directory);
    try (lock;
        RunJournal journal = RunJournal.open(directory, InstantSource.system())) {
      return locked(settings, new RunAttempt(journal, allowance), listener);
    }
  }

  /** Runs one task up to a step, and nothing else. */
  RunEnd rehearse(Rehearsal only, RunListener listener) {
    rehearsal = Optional.of(only);
    return run(listener);
  }

  private RunEnd locked(Config settings, RunAttempt attempt, RunListener listener) {
    // As if all attempts before this one had ended when it began.
    long began = System.nanoTime() - (long) (1e9 * AttemptClock.secondsOf(directory));
    ResidentMemory.forgetPeak();
    MachineSettings machine = MachineSettings.of(settings);
    Numerics.allowTf32(pipeline.computing().tf32());
    List<String> changed = changed(machine, attempt, listener);
    CompletableFuture<Ending> ending = new CompletableFuture<>();
    EarlyEnd early = new EarlyEnd(listener, ending, directory.root());
    Nodes nodes = rehearsal.isPresent() ? Nodes.none() : Nodes.of(pipeline);
    Supervisor.Dependencies dependencies =
        new Supervisor.Dependencies(
            pipeline.name(),
            directory,
            machine.watchdog(),
            new Fallbacks(machine.stepRetries()),
            pipeline.machine().tasks(),
            entries(machine, nodes, attempt, early),
            early,
            ending);
    ActorSystem<Supervisor.Command> system = nodes.start(Supervisor.create(dependencies), settings);
    system.getWhenTerminated().whenComplete((done, error) -> ending.complete(EARLY));
    CompletableFuture<Done> told = new CompletableFuture<>();
    stopBeforeTheProcessLeaves(system, ending, told);
    Steerage steerage = new Steerage(system, early);
    try (ProcessSignals signals = new ProcessSignals()) {
      Duration time = grace.orElse(machine.grace());
      signals.on(ENDING, signal -> early.signalled(signal, time, steerage::stop));
      signals.on(WARNING, signal -> steerage.checkpoint(signal, listener));
      listener.started(steerage.handle(directory, listener));
      changed.forEach(each -> listener.heard(new RunEvent.Told(pipeline.name(), each)));
      nodes.open(system, each -> early.heard(new RunEvent.Told(pipeline.name(), each)));
      RunEnd end = ending.join().visit(new Conclusion(began, listener));
      told.complete(Done.getInstance());
      return Leaving.of(system, end, early);
    } catch (RuntimeException | Error e) {
      told.complete(Done.getInstance());
      Leaving.early(system);
      throw e;
    }
  }

  /** A rehearsal is of a run that is somewhere else, and was looked at there. */
  private List<String> changed(MachineSettings machine, RunAttempt attempt, RunListener listener) {
    if (rehearsal.isPresent()) {
      directory.writePipeline(pipeline);
      return List.of();
    }
    try (Beforehand watch = Beforehand.watched(listener, machine.watchdog())) {
      Beginning.Present now =
          new Beginning.Present(
              pipeline,
              EngineVersion.words() + pipeline.computing().words(),
              machine.checksummedImageBytes(),
              watch);
      return new AttemptStart(now, directory, attempt).taking(taking).check();
    }
  }

  private List<Entry> entries(
      MachineSettings machine, Nodes nodes, RunAttempt attempt, RunListener listener) {
    Storage storage =
        new Storage(machine.storage(), new StorageReport(listener), WaitingTime.OF_THE_MACHINE);
    RunDependencies run =
        new RunDependencies(
            pipeline,
            directory,
            new RunTables(directory),
            attempt,
            stages,
            machine.timeouts(),
            machine.writing(),
            nodes,
            storage);
    return pipeline.tasks().stream()
        .filter(task -> rehearsal.map(only -> only.task().equals(task.name())).orElse(true))
        .<Entry>map(task -> new TaskEntry(run, task, rehearsal))
        .toList();
  }

  /** Writes down and tells how a run ended. */
  private final class Conclusion implements Ending.Visitor<RunEnd> {
    private final long began;
    private final RunListener listener;

    Conclusion(long began, RunListener listener) {
      this.began = began;
      this.listener = listener;
    }

    @Override
    public RunEnd done(Ending.Done ending) {
      RunSummary summary =
          RunSummary.of(
                  pipeline,
                  ending.tasks(),
                  new RunSummary.LastAttempt(
                      (System.nanoTime() - began) / 1e9,
                      live(),
                      RunMemory.upToNow(MemoryEstimate.of(pipeline)),
                      RunJournal.read(directory)))
              .after(new RestartsFile(directory).all().size());
      directory.writeSummary(summary);
      listener.heard(new RunEvent.RunDone(summary));
      return new RunEnd.Completed(summary);
    }

    @Override
    public RunEnd stopped(Ending.Stopped ending) {
      listener.heard(new RunEvent.RunStopped(ending.task(), ending.step(), true));
      return new RunEnd.Stopped(ending.task(), ending.step());
    }

    @Override
    public RunEnd overdue(Ending.Overdue ending) {
      listener.heard(new RunEvent.RunStopped(ending.task(), ending.step(), false));
      return new RunEnd.Stopped(ending.task(), ending.step());
    }

    @Override
    public RunEnd failed(Ending.Failed ending) {
      LOG.error("task {} failed", ending.task(), ending.cause());
      RunEnd.Failed end = new RunEnd.Failed(ending.task(), ending.cause());
      listener.heard(new RunEvent.RunFailed(end.task(), end.sentence(), ending.fates()));
      return end;
    }
  }

  private static int live() {
    int live = TensorScope.liveInProcess();
    LOG.info("live native tensors at the end: {}", live);
    return live;
  }

  /**
   * The process waits until the listener has been told of the end. Actors that end by themselves,
   * as after an error of the virtual machine, can't stop any more: the run has failed.
   */
  private static void stopBeforeTheProcessLeaves(
      ActorSystem<Supervisor.Command> system,
      CompletableFuture<Ending> ending,
      CompletableFuture<Done> told) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "checkpoint",
        () -> {
          boolean bySignal =
              shutdown
                  .getShutdownReason()
                  .filter(CoordinatedShutdown.jvmExitReason()::equals)
                  .isPresent();
          if (bySignal) {
            system.tell(new Supervisor.Stop());
          } else {
            ending.complete(EARLY);
          }
          return told;
        });
  }
}
