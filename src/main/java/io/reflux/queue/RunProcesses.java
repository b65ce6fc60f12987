package io.reflux.queue;

import io.reflux.keep.ChildExit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Starts, finds and stops the processes of runs. May be called from any thread. */
interface RunProcesses {

  /**
   * What a file comes to.
   *
   * @param problems sentences, none if it can run
   * @param devices the graphics processors that it names
   */
  record Checked(List<String> problems, List<String> devices) {
    /** What came of looking; a file that can't be looked at can't run. */
    static Checked of(@Nullable Checked result, @Nullable Throwable error) {
      return result == null
          ? new Checked(List.of("it can't be looked at: " + error), List.of())
          : result;
    }
  }

  /** Looks at a pipeline file. */
  CompletionStage<Checked> check(String name);

  /**
   * Begins a run, with the tasks of those that the entry needs, or goes on with it; on the graphics
   * processors that the entry was given.
   *
   * @return how its process ends; fails if there is none to start
   */
  CompletionStage<ChildExit> start(QueueEntry entry);

  /** The process that works at a run since before this one, by its end; empty if there is none. */
  Optional<CompletionStage<ChildExit>> find(String name);

  /** Tells the process of a run to write a checkpoint and leave. */
  void stop(String name);

  /**
   * Moves what the virtual machine wrote about its crash into the run directory.
   *
   * @return the file's name there; empty if there is none
   */
  String crashFile(String name);

  /** The last that a run's process said. */
  List<String> lastWords(String name);
}
