package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reflux.checkpoint.CheckpointStore;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.StoredStates;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before the first step, the axes of a teacher's embeddings stand where a loss looks for them. */
class FittedAxesTest {
  private static final int SIZE = 4;
  private static final String STUDENTS =
      """
      plain { NETWORK method { type = principal-axes } }
      whitened { NETWORK method { type = principal-axes, whitened = true } }
      """;
  private static final String NETWORK =
      "network { backbone = conv4, widths = [4, 4, 4, 4], embedding = " + SIZE + " }\n";

  @TempDir Path folder;

  @Test
  void axesAreOrthonormalAndWhiteningScalesThem() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Pipeline pipeline = TinyPipeline.ofStudents(pack, STUDENTS.replace("NETWORK", NETWORK), "");
    Trial trial = Trial.of(pipeline, folder.resolve("run"));
    trial.completed();
    float[] plain = axes(trial, "plain");
    float[] whitened = axes(trial, "whitened");
    int width = plain.length / (SIZE + 1);
    double last = 0;
    for (int a = 1; a <= SIZE; a++) {
      for (int b = 1; b <= SIZE; b++) {
        assertThat(inner(plain, a, plain, b, width)).isEqualTo(a == b ? 1 : 0, within(1e-5));
      }
      // A whitened axis points the same way, and is longer the less there is along it.
      double length = Math.sqrt(inner(whitened, a, whitened, a, width));
      assertThat(inner(plain, a, whitened, a, width)).isEqualTo(length, within(1e-4 * length));
      assertThat(length).isGreaterThan(Math.max(1, last));
      last = length;
    }
    assertThat(inner(plain, 0, plain, 0, width)).isEqualTo(inner(whitened, 0, whitened, 0, width));
  }

  private static double inner(float[] x, int a, float[] y, int b, int width) {
    double sum = 0;
    for (int j = 0; j < width; j++) {
      sum += (double) x[a * width + j] * y[b * width + j];
    }
    return sum;
  }

  private static float[] axes(Trial trial, String student) throws Exception {
    return Objects.requireNonNull(
            StoredStates.restored(
                    Objects.requireNonNull(
                        new CheckpointStore(trial.directory().task("target"), 1)
                            .latest()
                            .orElseThrow()
                            .students()
                            .get(student)))
                .memories()
                .get("axes"))
        .floats();
  }
}
