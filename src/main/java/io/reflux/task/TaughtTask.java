package io.reflux.task;

import io.reflux.batch.PixelDigest;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.node.OfferedImages;
import io.reflux.pipeline.DataSpec;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.TeacherChunk;
import io.reflux.stage.CacheTally;
import io.reflux.stage.TeacherRows;
import io.reflux.teacher.CacheMode;
import io.reflux.view.ViewRecipe;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What a learning task asks of its teachers.
 *
 * @param run what all tasks of a run share
 * @param task its name
 * @param learn its settings
 * @param batches what teachers are asked about
 * @param tally counts their answers
 */
record TaughtTask(
    RunDependencies run, String task, Learn learn, Batches batches, CacheTally tally) {

  /**
   * What teachers are asked about.
   *
   * @param images of the training split
   * @param offered all images of the task, for nodes that have the data
   * @param chance the randomness of the task
   * @param depth how many batches are at a teacher at once
   */
  record Batches(Dataset images, OfferedImages offered, Chance chance, int depth) {}

  /** Makes one of them ready. */
  TeacherPreparation teacher(NamedTeacher teacher) {
    Set<String> asked = new TreeSet<>();
    learn.students().values().forEach(s -> asked.addAll(s.method().value().teacherOutputs()));
    boolean clean = teacher.spec().cache().mode() == CacheMode.CLEAN;
    return new TeacherPreparation(
        teacher,
        new TeacherPreparation.Task(
            FrozenSource.of(teacher.spec().source(), run, task),
            StudentPreparation.ordered(teacher.name().own(asked)),
            new TeacherPreparation.Chunks(
                TeacherChunk.of(learn, teacher.spec()).images(), batches.depth()),
            clean ? List.of(learn.views().test().side()) : learn.views().sides(learn.taughtViews()),
            new TeacherRows(learn.taughtViews(), clean),
            shown(teacher, clean),
            batches.chance(),
            tally,
            run.directory(),
            run.stages(),
            run.nodes(),
            run.timeouts()));
  }

  private TeacherPreparation.Shown shown(NamedTeacher teacher, boolean clean) {
    DataSpec data = run.pipeline().data();
    List<ViewRecipe> views = clean ? List.of(learn.views().test()) : learn.views().shown();
    Supplier<String> digest = () -> PixelDigest.of(batches.images(), data.decode(), views);
    String dataset = data.dataset().name();
    return new TeacherPreparation.Shown(
        digest,
        teacher.note(dataset, batches.images().size(), learn.taughtViews().size()),
        batches.offered());
  }
}
