package io.reflux.run;

import io.reflux.engine.TensorScope;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.StageFactory;
import io.reflux.stage.Steering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A run in a process of its own. Arguments: the pipeline file or a pack, the run directory, the
 * text of the event at which it pauses (its beginning is enough; {@code -} for none; of several,
 * with {@code |} between them, each pauses who tells it, and it says so at the last one), whether
 * it goes on when it is told to stop, and what is unusual about it: {@link #STEERED}, {@link #HUNG}
 * or nothing.
 */
final class ChildRun implements RunListener {
  static final String PAUSED = "paused";
  static final String LIVE = "live tensors ";

  /** After step 2 of the first task it is told another rate, and to evaluate. */
  static final String STEERED = "steered";

  /** Its evaluations never end. */
  static final String HUNG = "hung";

  private final List<String> events;
  private final CountDownLatch left;
  private final boolean untilStopped;
  private final Optional<Orders> orders;
  private final CountDownLatch up = new CountDownLatch(1);
  private volatile RunHandle handle;

  @SuppressWarnings("NullAway.Init")
  private ChildRun(String[] args) {
    events = List.of(args[2].split("\\|"));
    left = new CountDownLatch(events.size());
    untilStopped = Boolean.parseBoolean(args[3]);
    orders =
        args[4].equals(STEERED)
            ? Optional.of(new Orders(2, new Steering.LearningRate(0.25), new Steering.Evaluate()))
            : Optional.empty();
  }

  private static StageFactory stages(String unusual) {
    return unusual.equals(HUNG)
        ? new FailingStages(FailingStages.Which.EVALUATOR, call -> true, ChildRun::hang)
        : new StageFactory();
  }

  private static void hang() {
    while (true) {
      LockSupport.park();
    }
  }

  public static void main(String[] args) throws Exception {
    Path given = Path.of(args[0]);
    Pipeline pipeline =
        Files.isRegularFile(given)
            ? Pipeline.read(given)
            : TinyPipeline.over(given, TinyPipeline.NARROW);
    RunEnd end =
        new RunLauncher(pipeline, RunDirectory.in(Path.of(args[1])), stages(args[4]))
            .run(new ChildRun(args));
    if (end instanceof RunEnd.Stopped stopped) {
      System.out.println(LIVE + TensorScope.liveInProcess());
      if (!stopped.freed()) {
        Runtime.getRuntime().halt(128 + stopped.signal().orElseThrow());
      }
      System.exit(128 + stopped.signal().orElseThrow());
    }
    System.exit(end instanceof RunEnd.Completed ? 0 : 3);
  }

  @Override
  public void started(RunHandle run) {
    handle = run;
    up.countDown();
  }

  @Override
  public void heard(RunEvent told) {
    if (orders.isPresent()) {
      orders.get().heard(handle, told);
    }
    if (events.stream().anyMatch(told.toString()::startsWith)) {
      left.countDown();
      if (left.getCount() == 0) {
        System.out.println(PAUSED);
      }
      try {
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void pause() throws InterruptedException {
    up.await();
    while (!untilStopped || !state().equals("stopping")) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private String state() {
    return handle.status().get().toCompletableFuture().join().state().word();
  }
}
