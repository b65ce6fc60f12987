package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.pipeline.Pipeline;
import io.reflux.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two teachers of one task, as a pipeline file says it. */
class SeveralTeachersTest {
  private static final String TEXT =
      """
      name = several
      seed = 5
      data { dataset = image-folder, root = "PACK" }
      machine { loaders = 1 }
      shared.learn {
        optimizer { lr = 3e-3 }
        sampler { batch-size = 8, images-per-class = 2 }
        views {
          train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
          test { steps = [ { type = resize, side = 16, square = true } ] }
        }
        evaluate { metrics = ["recall@1"] }
      }
      shared.source = ${shared.learn} { epochs = 1, method { type = proxy-anchor } }
      tasks = [
        { name = large, train = ${shared.source} {
          network { backbone = conv4, widths = [8, 8, 8, 8], embedding = 16, l2-norm = true } } }
        { name = little, train = ${shared.source} {
          network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 12 } } }
        { name = target, distill = ${shared.learn} {
          teachers {
            big { task = large, cache { mode = replay, period = 1 } }
            small { task = little }
          }
          network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 8 }
          students { STUDENTS }
          epochs = 2
        } }
      ]
      """;

  /** A head for each teacher, with targets of one scale; and one that learns from both as one. */
  private static final String STUDENTS =
      """
      heads { method { type = sum, terms {
        big { objective { type = feature-regression, standardized = true }, teachers = [big] }
        small { objective { type = feature-regression, standardized = true }, teachers = [small] }
      } } }
      joined { method { type = cos-press, teachers = [big, small] } }
      axes { method { type = principal-axes, teachers = [big] } }
      addressed { method { type = queue-similarity, teacher-output = small/features, queue-size = 20 } }
      """;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Path pack = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    pack = TinyPack.write(shared.resolve("pack"));
  }

  private static Pipeline of(String students) throws PipelineException {
    String text = TEXT.replace("PACK", pack.toAbsolutePath().toString());
    return Pipeline.parse(text.replace("STUDENTS", students), pack);
  }

  @Test
  void studentsLearnFromEachAndFromBothAndGoOnToTheBit() throws Exception {
    Series series =
        BrokenOff.goesOnToTheBit(
            of(STUDENTS), folder, method -> !method.teacherOutputs().isEmpty());
    assertThat(series.losses()).doesNotHaveDuplicates();
    assertThat(folder.resolve("whole/features/big")).isNotEmptyDirectory();
    assertThat(folder.resolve("whole/features/small")).doesNotExist();
    assertThat(folder.resolve("whole/summary.json"))
        .content()
        .contains("big/recall@1", "small/recall@1");
  }

  @Test
  void theTasksOfAllTeachersComeFirst() throws Exception {
    assertThat(of(STUDENTS).tasks().get(2).needs()).containsExactly("large", "little");
  }

  @Test
  void whatDoesNotFitIsSaid() {
    refused(
        "s { method { type = pkt, teachers = [big, other] } }",
        "a method that reads of the teacher no more than it has",
        "not other/embedding");
    refused("s { method { type = pkt, teachers = [big] } }", "teachers.small", "none does");
    refused(
        "s { method { type = principal-axes, teachers = [big, small] } }",
        "one, whose axes are found");
    refused("s { method { type = pkt } }", "big/embedding", "not embedding");
    refused("s { method { type = pkt, teachers = [big, big] } }", "each once");
    refused(
        "s { method { type = proxy-anchor, teachers = [big] } }",
        "none: this loss learns from no teacher");
    String other = "s { method { type = pkt, teachers = [big, small] } }";
    assertThatThrownBy(
            () ->
                Pipeline.parse(
                    TEXT.replace("PACK", pack.toAbsolutePath().toString())
                        .replace("STUDENTS", other)
                        .replace(
                            "task = little", "task = littl, cache { mode = replay, period = 2 }"),
                    pack))
        .hasMessageContaining("teachers.small.task: \"littl\"")
        .hasMessageContaining("nearest: little")
        .hasMessageContaining("one cache.period for all");
  }

  private static void refused(String students, String... said) {
    assertThatThrownBy(() -> of(students))
        .isInstanceOf(PipelineException.class)
        .hasMessageContainingAll(said);
  }
}
