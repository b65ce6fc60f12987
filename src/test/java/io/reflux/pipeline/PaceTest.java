package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

/** How far stages run ahead, and what a lane computes at once. */
class PaceTest {
  private static final Pace.Hardware BOX = new Pace.Hardware(16, 4L << 30);
  private static final String LANES = "devices = [cpu, cpu]";

  /** 12 examples of 2 views of 1024 pixels: 72 MiB a batch. */
  private static final String LARGE = "random-resized-crop, side = 1024";

  @Test
  void whatIsLeftOpenFollowsFromTheDevices() throws PipelineException {
    Pace pace = pace(lanes(3, ""), "");
    assertThat(pace.loaders()).isEqualTo(16);
    assertThat(pace.loadAhead()).isEqualTo(4);
    assertThat(pace.teachAhead()).isEqualTo(4);
    assertThat(pace.bytesOfEachPool()).isEqualTo(128 << 20);
    assertThat(pace.doubts()).isEmpty();
    assertThat(pace(lanes(3, ", cache.mode = replay"), "").teachAhead()).isEqualTo(8);
  }

  @Test
  void largeBatchesGetTheRoomThatTheDepthsNeed() throws PipelineException {
    // 4 are loaded, 3 are at the teachers, 2 at the students.
    assertThat(pace(large(2, ""), "").bytesOfEachPool()).isEqualTo((9L * 72) << 20);
    Pace.Hardware small = new Pace.Hardware(2, 400 << 20);
    assertThat(Pace.of(learn(large(2, "")), machine(""), small).bytesOfEachPool())
        .isEqualTo(200 << 20);
  }

  @Test
  void whatIsWrittenHoldsAndIsDoubtedByItsArithmetic() throws PipelineException {
    String written =
        "machine { loaders = 3, load-ahead = 2, teach-ahead = 2, in-flight = 200 MiB }\n";
    Pace pace = pace(large(5, ", batch-size = 12"), written);
    assertThat(pace.loaders()).isEqualTo(3);
    assertThat(pace.loadAhead()).isEqualTo(2);
    assertThat(pace.teachAhead()).isEqualTo(2);
    assertThat(pace.bytesOfEachPool()).isEqualTo(100 << 20);
    assertThat(pace.doubts())
        .containsExactly(
            "machine.teach-ahead: 2 (expected: >= 4; while the last of 2 pieces of a batch is"
                + " computed, there is work of 1 other batch for 2 of 5 lanes)",
            "machine.in-flight: 200 MiB (expected: >= 1008 MiB; its half for training has room for"
                + " 1 batch of 72 MiB, and 4 at the teachers, 2 at the students and 1 at the"
                + " loaders keep all of them at work)");
  }

  @Test
  void theChunkFitsTheBatch() throws PipelineException {
    assertThat(chunk(12, "")).isEqualTo(new TeacherChunk(24, 1, 24 * 1024, 24 * 1024));
    // 2 × 45 are two chunks of 45, not two of 64.
    assertThat(chunk(45, "").images()).isEqualTo(45);
    assertThat(chunk(45, ", batch-size = 64").wasted()).isEqualTo(1 - 90 / 128.);
    // 2 × 49 = 98 = 2 · 49; 2 × 53 = 106 = 2 · 53.
    assertThat(chunk(49, "").images()).isEqualTo(49);
    assertThat(chunk(53, "").pieces()).isEqualTo(2);
    // A prime number of rows: clean images, of which there is one for each example.
    assertThat(chunk(97, ", cache.mode = clean"))
        .isEqualTo(new TeacherChunk(49, 2, 97 * 1024, 98 * 1024));
  }

  @Test
  void itDoesNotDependOnHowManyLanesThereAre() throws PipelineException {
    for (int lanes : new int[] {1, 2, 8}) {
      Learn learn = learn(lanes(lanes, "").replace("batch-size = 12", "batch-size = 60"));
      assertThat(TeacherChunk.of(learn, learn.teachers().values().iterator().next()).images())
          .isEqualTo(60);
    }
  }

  private static TeacherChunk chunk(int examples, String more) throws PipelineException {
    Learn learn =
        learn(
            lanes(1, more)
                .replace(
                    "batch-size = 12, images-per-class = 2",
                    "batch-size = " + examples + ", type = shuffled"));
    return TeacherChunk.of(learn, learn.teachers().values().iterator().next());
  }

  private static String lanes(int count, String more) {
    String devices = String.join(", ", Collections.nCopies(count, "cpu"));
    return Texts.GOOD.replace(LANES, "devices = [" + devices + "]" + more);
  }

  private static String large(int lanes, String more) {
    return lanes(lanes, more).replace("random-resized-crop, side = 32", LARGE);
  }

  private static Pace pace(String text, String machine) throws PipelineException {
    return Pace.of(learn(text), machine(machine), BOX);
  }

  private static Machine machine(String text) throws PipelineException {
    return Texts.read(Texts.GOOD + text).machine();
  }

  private static Learn learn(String text) throws PipelineException {
    return (Learn)
        Texts.read(text).tasks().stream()
            .filter(task -> task.name().equals("target"))
            .findFirst()
            .orElseThrow()
            .work();
  }
}
