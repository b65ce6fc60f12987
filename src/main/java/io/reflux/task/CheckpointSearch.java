package io.reflux.task;

import io.reflux.checkpoint.Checkpoint;
import io.reflux.checkpoint.CheckpointStore;
import io.reflux.checkpoint.ResumePoint;
import io.reflux.rundir.SetAside;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the checkpoint from which a task goes on, and tells if that is not the one written last.
 */
final class CheckpointSearch {
  private final RunDependencies run;
  private final String task;
  private final CheckpointStore store;
  private final TaskNotes notes;

  CheckpointSearch(RunDependencies run, String task, CheckpointStore store, TaskNotes notes) {
    this.run = run;
    this.task = task;
    this.store = store;
    this.notes = notes;
  }

  /**
   * The checkpoint; empty if the task begins.
   *
   * @throws InputException if there are checkpoints, none is whole, and nobody allows to begin
   *     again
   */
  Optional<Checkpoint> find() {
    ResumePoint point = point();
    if (point.isLost()) {
      beginAgain(point.passedOver());
    } else if (!point.passedOver().isEmpty()) {
      long step = point.checkpoint().orElseThrow().step();
      List<String> sentences = new ArrayList<>();
      point.passedOver().forEach(each -> sentences.add("checkpoint passed over: " + each));
      sentences.add("goes on from an older checkpoint, after step " + step);
      notes.note(TaskNotes.What.own("older-checkpoint"), step, sentences);
    }
    return point.checkpoint();
  }

  private ResumePoint point() {
    try {
      return store.resumePoint();
    } catch (IOException e) {
      throw new UncheckedIOException(run.directory().task(task) + ": can't be read", e);
    }
  }

  private void beginAgain(List<String> damaged) {
    if (!run.attempt().allowance().fromScratch()) {
      throw new InputException(
          "not one of its checkpoints is whole (expected: at least one; reflux resume --from-scratch"
              + " begins the task again, and sets aside what there is): "
              + String.join("; ", damaged));
    }
    List<String> sentences = new ArrayList<>(damaged);
    sentences.add(
        "begins again from its first step; what there was is in "
            + new SetAside(run.directory()).put(task));
    notes.note(new TaskNotes.What("from-scratch", "--from-scratch"), 0, sentences);
  }
}
