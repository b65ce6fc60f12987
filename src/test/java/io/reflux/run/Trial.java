package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reflux.engine.TensorScope;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunSummary;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.StageFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A run that was made in this process, and all that was heard of it. Whatever its end, it did not
 * hang, and it left no native tensor behind.
 *
 * @param directory where it wrote
 * @param end how it ended
 * @param events all that it told
 */
record Trial(RunDirectory directory, RunEnd end, List<RunEvent> events) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Runs a pipeline. */
  static Trial of(Pipeline pipeline, Path directory) {
    return of(pipeline, directory, new StageFactory());
  }

  /** Runs a pipeline with stages of another making. */
  static Trial of(Pipeline pipeline, Path directory, StageFactory stages) {
    return of(pipeline, directory, stages, (run, event) -> {});
  }

  /** Runs a pipeline for somebody who agrees to something. */
  static Trial of(Pipeline pipeline, Path directory, Allowance allowance) {
    return of(pipeline, directory, allowance, (run, event) -> {});
  }

  /** The same, and somebody meddles with it. */
  static Trial of(Pipeline pipeline, Path directory, Allowance allowance, Meddler meddler) {
    return of(files -> new RunLauncher(pipeline, files).allowing(allowance), directory, meddler);
  }

  /** Does something to a run when it tells something. */
  interface Meddler {
    void heard(RunHandle run, RunEvent event);
  }

  /** Runs a pipeline that somebody meddles with. */
  static Trial of(Pipeline pipeline, Path directory, StageFactory stages, Meddler meddler) {
    return of(files -> new RunLauncher(pipeline, files, stages), directory, meddler);
  }

  /** Runs what is made of a directory. */
  static Trial of(Function<RunDirectory, RunLauncher> launcher, Path directory, Meddler meddler) {
    int before = TensorScope.liveInProcess();
    RunDirectory files = RunDirectory.in(directory);
    List<RunEvent> events = new CopyOnWriteArrayList<>();
    CompletableFuture<RunHandle> up = new CompletableFuture<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void started(RunHandle run) {
            up.complete(run);
          }

          @Override
          public void heard(RunEvent event) {
            events.add(event);
            meddler.heard(up.join(), event);
          }
        };
    RunEnd end = assertTimeoutPreemptively(PATIENCE, () -> launcher.apply(files).run(listener));
    assertThat(TensorScope.liveInProcess()).as("live native tensors").isEqualTo(before);
    return new Trial(files, end, List.copyOf(events));
  }

  /** The summary; refuses a run that did not complete. */
  RunSummary completed() {
    assertThat(end).isInstanceOf(RunEnd.Completed.class);
    return ((RunEnd.Completed) end).summary();
  }

  /** The sentence with which a task failed; refuses a run that did not. */
  String failed(String task) {
    assertThat(end).isInstanceOf(RunEnd.Failed.class);
    assertThat(((RunEnd.Failed) end).task()).isEqualTo(task);
    return ((RunEnd.Failed) end).sentence();
  }

  /** What was told of one kind. */
  <E extends RunEvent> List<E> heard(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
