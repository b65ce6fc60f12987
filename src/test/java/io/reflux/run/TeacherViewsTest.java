package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Distillation as it is done today (mixed images, crops of several sides of which a teacher sees
 * the large ones, transformers in bfloat16), each beside a mean of the student's weights: runs that
 * break off in the middle of their second epoch go on to the bit.
 */
class TeacherViewsTest {
  private static final String AVERAGED = "\noptimizer { type = adamw, lr = 3e-3, average = 0.8 }\n";
  private static final String CONV =
      "network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }\n";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    pack = TinyPack.write(shared.resolve("pack"));
  }

  @Test
  void aTeacherThatIsAskedAboutMixedImages() throws Exception {
    goesOnToTheBit(
        CONV + "method { type = feature-regression, cosine = 0.9, smooth-l1 = 0.1 }",
        "shared { count = 1, mixup = true }");
  }

  @Test
  void aTeacherThatSeesTheLargeCropsAlone() throws Exception {
    goesOnToTheBit(
        CONV + "method { type = relaxed-contrastive, global-views = 2 }",
        "shared { count = 0, train-views = 2, further = [ { count = 2, steps = ["
            + " { type = random-resized-crop, side = 12, scale = [0.1, 0.4] } ] } ] }");
  }

  /** As many places as the teacher's first map has. */
  @Test
  void aTransformerInBfloat16ThatLearnsTheSimilaritiesOfTokens() throws Exception {
    goesOnToTheBit(
        """
        network {
          backbone = vit, patch = 2, image-side = 16, width = 24, depth = 2, embedding = 8
          precision = bfloat16, stochastic-depth = 0.2
        }
        method { type = sum, terms {
          tokens { objective { type = token-similarity } }
          rows { objective { type = relational-kl, queue-size = 12 } }
        } }
        """,
        "shared { count = 1 }");
  }

  private void goesOnToTheBit(String student, String changes) throws Exception {
    String other = "plain {\n" + CONV + "method { type = pkt }\n}\n";
    String students = "student {\n" + student + AVERAGED + "}\n" + other;
    Series series =
        BrokenOff.goesOnToTheBit(
            TinyPipeline.ofStudents(pack, students, changes),
            folder,
            method -> !method.teacherOutputs().isEmpty());
    assertThat(series.of("student").losses()).hasSize(TinyPipeline.STEPS).doesNotHaveDuplicates();
    assertThat(series.evaluations())
        .filteredOn(line -> line.startsWith("target,student,"))
        .isNotEmpty()
        .allMatch(line -> line.contains("average/recall@1="));
  }
}
