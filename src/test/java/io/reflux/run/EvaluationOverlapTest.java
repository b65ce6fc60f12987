package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.network.FrozenModel;
import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.stage.CallHooks;
import io.reflux.stage.RunEvent;
import io.reflux.stage.StageFactory;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training goes on while a snapshot is evaluated, and the outcome belongs to the snapshot. */
class EvaluationOverlapTest {
  private static final int LATER_STEPS = 11; // of the second epoch: an epoch has 6

  @TempDir private Path folder;

  private Pipeline pipeline(Path pack, int epochs) throws PipelineException {
    return Pipeline.parse(
        String.format(
            """
            name = overlap
            data { dataset = image-folder, root = "%s" }
            tasks = [ { name = source, train {
              network { backbone = conv4, widths = [8, 8, 8, 8], embedding = 16 }
              method { type = proxy-anchor }
              optimizer { lr = 3e-3 }
              sampler { batch-size = 8, images-per-class = 2 }
              views {
                train { steps = [ { type = random-resized-crop, side = 16 } ] }
                test { steps = [ { type = resize, side = 16, square = true } ] }
              }
              epochs = %d
              evaluate { metrics = ["recall@1", "map@r"] }
            } } ]
            """,
            pack, epochs),
        folder);
  }

  @Test
  void anEvaluationThatTakesLongIsOfTheEpochThatItBeganAfter() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Trial slow = Trial.of(pipeline(pack, 2), folder.resolve("slow"), new SlowEvaluation());
    slow.completed();
    List<RunEvent> events = slow.events();
    RunEvent.Evaluated first = slow.heard(RunEvent.Evaluated.class).get(0);
    RunEvent.StepTaken later =
        slow.heard(RunEvent.StepTaken.class).stream()
            .filter(step -> step.progress().step() == LATER_STEPS - 3)
            .findFirst()
            .orElseThrow();
    assertThat(later.progress().epoch()).isEqualTo(2);
    assertThat(events.indexOf(later)).isLessThan(events.indexOf(first));
    assertThat(first.epoch()).isEqualTo(1);

    Trial alone = Trial.of(pipeline(pack, 1), folder.resolve("alone"));
    alone.completed();
    assertThat(first.metrics())
        .isEqualTo(alone.heard(RunEvent.Evaluated.class).get(0).metrics())
        .isNotEqualTo(slow.heard(RunEvent.Evaluated.class).get(1).metrics());
  }

  /** Stages whose first evaluation waits until a later epoch is being trained. */
  private static final class SlowEvaluation extends StageFactory {
    private final CountDownLatch steps = new CountDownLatch(LATER_STEPS);

    @Override
    public FrozenModel measured(Supplier<? extends FrozenModel> loading) {
      return new CallHooks(this::await, () -> {}).around(super.measured(loading));
    }

    @Override
    public Student student(StudentParts parts) {
      return new CallHooks(() -> {}, steps::countDown).around(super.student(parts));
    }

    private void await() {
      try {
        if (!steps.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("training waits for the evaluation");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
