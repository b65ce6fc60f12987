package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network that follows a student whose method compares with one. */
class MomentumNetworkTest {
  private static final String PARTS =
      ", l2-norm = true, parts = [discriminative, selfsimilarity, shared, intra]";
  private static final String ADAM = "type = adam, lr = 1e-2";

  @TempDir Path folder;

  @Test
  void itsParametersMoveATenthOfTheWay() throws IOException {
    TinyStudents students = new TinyStudents(folder, PARTS, diva(""));
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAM, Optional.empty()))) {
      StudentState start = student.snapshot();
      assertThat(start.momentumNetwork()).isEqualTo(start.network());
      student.step(students.batch(0, 12, 2));
      StudentState after = student.snapshot();
      for (Map.Entry<String, HostTensor> each : after.momentumNetwork().entrySet()) {
        HostTensor from = Objects.requireNonNull(start.network().get(each.getKey()));
        if (each.getKey().contains("running") || each.getKey().contains("num_batches")) {
          assertThat(each.getValue()).as(each.getKey()).isEqualTo(from);
        } else {
          float[] before = from.floats();
          float[] to = Objects.requireNonNull(after.network().get(each.getKey())).floats();
          float[] own = each.getValue().floats();
          for (int i = 0; i < own.length; i++) {
            assertThat(own[i])
                .as(each.getKey())
                .isCloseTo(
                    0.9f * before[i] + 0.1f * to[i], org.assertj.core.data.Offset.offset(1e-6f));
          }
        }
      }
      assertThat(after.network()).isNotEqualTo(start.network());
    }
  }

  @Test
  void aRestoredStudentGoesOnToTheBit() throws IOException {
    int before = TensorScope.liveInProcess();
    String shuffled = "batch-statistics = true, shuffled = true, ";
    TinyStudents students = new TinyStudents(folder, PARTS, diva(shuffled)).inPiecesOf(5);
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAM, Optional.empty()))) {
      student.step(students.batch(0, 12, 2));
      int live = student.liveTensors();
      student.step(students.batch(1, 12, 2));
      assertThat(student.liveTensors()).isEqualTo(live);
      StudentState state = student.snapshot();
      try (ProgramStudent other = new ProgramStudent(students.parts(ADAM, Optional.of(state)))) {
        assertThat(other.step(students.batch(2, 12, 2)).loss())
            .isEqualTo(student.step(students.batch(2, 12, 2)).loss());
        assertThat(other.snapshot()).isEqualTo(student.snapshot()).isNotEqualTo(state);
      }
    }
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  private static String diva(String keys) {
    return "type = diva, selfsimilarity { "
        + keys
        + "objective { type = fast-moco, queue-size = 30 } }, separation { hidden = 6 }";
  }
}
