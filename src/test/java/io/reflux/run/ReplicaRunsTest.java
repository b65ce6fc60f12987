package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import io.reflux.rundir.Allowance;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose students are on several devices: their numbers are those of one device. */
class ReplicaRunsTest {
  /**
   * What remembers, follows, measures, mines and leaves out by chance, with a piece of a batch for
   * each device.
   */
  private static final String STUDENTS =
      """
      moco {
        network { SMALL, l2-norm = true, parts = [discriminative, selfsimilarity] }
        method { type = diva, features = [discriminative, selfsimilarity], selfsimilarity {
          objective { type = moco, queue-size = 40 }, batch-statistics = true, shuffled = true } }
        micro-batch = MICRO, devices = DEVICES
      }
      s2sd {
        network { SMALL, l2-norm = true }
        method { type = s2sd, target-sizes = [12, 16], pool-aggregation = true,
          feature-distillation = true, feature-delay = 4, target { type = margin } }
        micro-batch = MICRO, devices = DEVICES
      }
      crd {
        network { SMALL }
        method { type = crd, negatives = 8 }
        micro-batch = MICRO, devices = DEVICES
      }
      simreg {
        network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 0, pooling = average
          heads { prediction { type = regression, hidden = [8, 6, 8], size = 16 } } }
        method { type = simreg, teacher-output = embedding, teacher-view = other }
        micro-batch = MICRO, devices = DEVICES
      }
      half {
        network {
          backbone = resnet, blocks = [1, 1], widths = [4, 8], stem = tiny, embedding = 8
          precision = bfloat16, stochastic-depth = 0.4, dropout = 0.2
        }
        method { type = relaxed-contrastive }
        micro-batch = MICRO, devices = DEVICES
      }
      """
          .replace("SMALL", "backbone = conv4, widths = [4, 4, 4, 4], embedding = 8");

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    pack = TinyPack.write(shared.resolve("pack"));
  }

  @Test
  void theyAreThoseOfOneDeviceAlsoWhenARunGoesOnWithOthers() throws Exception {
    Series one = Series.of(on("[cpu]"), folder.resolve("one"));
    assertThat(one.losses()).doesNotHaveDuplicates();
    assertThat(Series.of(on("[cpu, cpu]"), folder.resolve("two"))).isEqualTo(one);

    Path run = folder.resolve("broken");
    PoisonedStages poisoned =
        new PoisonedStages(
            TinyPipeline.STEPS_PER_EPOCH + 3, method -> !method.teacherOutputs().isEmpty());
    assertThat(Trial.of(on("[cpu, cpu]"), run, poisoned).end()).isInstanceOf(RunEnd.Failed.class);
    Trial resumed = Trial.of(on("[cpu, cpu, cpu]"), run, assigning());
    assertThat(resumed.heard(RunEvent.TaskStarted.class)).anyMatch(e -> e.fromStep() > 0);
    assertThat(Series.of(new RunDirectory(run))).isEqualTo(one);
  }

  @Test
  void aRunWithSynchronisedNormsGoesOnToTheBit() throws Exception {
    String students = STUDENTS.replace("micro-batch = MICRO", "batch-norm = synchronised");
    Pipeline pipeline =
        TinyPipeline.ofStudents(pack, students.replace("DEVICES", "[cpu, cpu, cpu]"), "");
    Series series =
        BrokenOff.goesOnToTheBit(pipeline, folder, method -> !method.teacherOutputs().isEmpty());
    assertThat(series.losses()).doesNotHaveDuplicates();
  }

  /** The teacher looks at two large views, the student at two small ones too. */
  @Test
  void globalViewsGoWithAllOthersOnWhicheverDevice() throws Exception {
    String students =
        """
        dino {
          network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
          method { type = pkt, global-views = 2 }
          micro-batch = 3, devices = DEVICES
        }
        """;
    String views =
        """
        shared { train-views = 2, count = 0
          further = [ { count = 2, steps = [ { type = random-resized-crop, side = 24 } ] } ] }
        """;
    Pipeline one = TinyPipeline.ofStudents(pack, students.replace("DEVICES", "[cpu]"), views);
    Pipeline two = TinyPipeline.ofStudents(pack, students.replace("DEVICES", "[cpu, cpu]"), views);
    Series series =
        BrokenOff.goesOnToTheBit(two, folder, method -> !method.teacherOutputs().isEmpty());
    assertThat(series.losses()).doesNotHaveDuplicates();
    assertThat(Series.of(one, folder.resolve("one"))).isEqualTo(series);
  }

  /** What the command line says of the devices of all students. */
  private static Allowance assigning() {
    List<String> assignments = new ArrayList<>();
    for (String student : List.of("moco", "s2sd", "crd", "simreg", "half")) {
      assignments.add("tasks.target.distill.students." + student + ".devices=[cpu, cpu, cpu]");
    }
    return new Allowance(Set.of(), assignments, false);
  }

  private static Pipeline on(String devices) throws Exception {
    return over(pack, devices);
  }

  /** A pipeline with all those students, each on some devices. */
  static Pipeline over(Path pack, String devices) throws PipelineException {
    String students = STUDENTS.replace("MICRO", "3").replace("DEVICES", devices);
    return TinyPipeline.ofStudents(pack, students, "");
  }
}
