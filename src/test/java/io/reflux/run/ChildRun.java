package io.reflux.run;

import io.reflux.engine.TensorScope;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A run in a process of its own. Arguments: the pipeline file or a pack, the run directory, the
 * text of the event at which it pauses (its beginning is enough; {@code -} for none), and whether
 * it goes on when it is told to stop.
 */
final class ChildRun implements RunListener {
  static final String PAUSED = "paused";
  static final String LIVE = "live tensors ";

  private final String event;
  private final boolean untilStopped;
  private final CountDownLatch up = new CountDownLatch(1);
  private volatile RunHandle handle;

  @SuppressWarnings("NullAway.Init")
  private ChildRun(String event, boolean untilStopped) {
    this.event = event;
    this.untilStopped = untilStopped;
  }

  public static void main(String[] args) throws Exception {
    Path given = Path.of(args[0]);
    Pipeline pipeline =
        Files.isRegularFile(given)
            ? Pipeline.read(given)
            : TinyPipeline.over(given, TinyPipeline.NARROW);
    RunEnd end =
        new RunLauncher(pipeline, RunDirectory.in(Path.of(args[1])))
            .run(new ChildRun(args[2], Boolean.parseBoolean(args[3])));
    if (!(end instanceof RunEnd.Stopped)) {
      System.exit(end instanceof RunEnd.Completed ? 0 : 3);
    }
  }

  @Override
  public void started(RunHandle run) {
    handle = run;
    up.countDown();
  }

  @Override
  public void heard(RunEvent told) {
    if (told instanceof RunEvent.RunStopped) {
      System.out.println(LIVE + TensorScope.liveInProcess());
    }
    if (told.toString().startsWith(event)) {
      System.out.println(PAUSED);
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
