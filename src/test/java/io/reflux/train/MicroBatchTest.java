package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that runs on pieces of a batch learns from a loss over all of it. */
class MicroBatchTest {
  private static final int ROWS = 512;
  private static final int PIECE = 64;
  private static final String PLAIN = "type = sgd, lr = 1, momentum = 0, weight-decay = 0";
  private static final String STILL = ", bn-freeze = statistics";

  /** Every pair of the batch counts. */
  private static final String RELATIONAL = "type = multi-similarity, negative-weight = 10";

  @TempDir Path folder;

  @Test
  void theGradientIsThatOfTheWholeBatch() throws IOException {
    Map<String, float[]> whole = moved(0, PIECE * 8);
    Map<String, float[]> pieces = moved(PIECE, ROWS);
    Map<String, float[]> unequal = moved(200, ROWS);
    assertThat(whole).isNotEmpty();
    assertThat(distance(whole, pieces)).isBetween(0.0, 1e-4);
    assertThat(distance(whole, unequal)).isBetween(0.0, 1e-4);
  }

  @Test
  void aLossOfEachPieceAloneIsAnotherOne() throws IOException {
    assertThat(distance(moved(0, ROWS), moved(0, PIECE))).isGreaterThan(1e-2);
  }

  @Test
  void statisticsMoveOnceForEachPiece() throws IOException {
    TinyStudents students = new TinyStudents(folder, "", RELATIONAL).inPiecesOf(PIECE);
    try (ProgramStudent student = new ProgramStudent(students.parts(PLAIN, Optional.empty()))) {
      student.step(students.batch(0, ROWS, 1));
      student
          .snapshot()
          .network()
          .forEach(
              (key, tensor) -> {
                if (key.endsWith("num_batches_tracked")) {
                  assertThat(tensor.data().getLong(0)).as(key).isEqualTo(ROWS / PIECE);
                }
              });
    }
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    int before = TensorScope.liveInProcess();
    TinyStudents students = new TinyStudents(folder, "", RELATIONAL).inPiecesOf(5);
    try (ProgramStudent student = new ProgramStudent(students.parts(PLAIN, Optional.empty()))) {
      student.step(students.batch(0));
      int after = student.liveTensors();
      student.step(students.batch(1));
      assertThat(student.liveTensors()).isEqualTo(after);
    }
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  /** What one plain step takes off every weight: its gradient. */
  private Map<String, float[]> moved(int piece, int rows) throws IOException {
    TinyStudents students = new TinyStudents(folder, STILL, RELATIONAL).inPiecesOf(piece);
    try (ProgramStudent student = new ProgramStudent(students.parts(PLAIN, Optional.empty()))) {
      Map<String, HostTensor> start = student.snapshot().network();
      student.step(students.batch(0, rows, 1));
      Map<String, float[]> moved = new LinkedHashMap<>();
      student
          .snapshot()
          .network()
          .forEach(
              (key, tensor) -> {
                if (key.endsWith("weight") || key.endsWith("bias")) {
                  float[] from = Objects.requireNonNull(start.get(key)).floats();
                  float[] to = tensor.floats();
                  for (int i = 0; i < to.length; i++) {
                    to[i] -= from[i];
                  }
                  moved.put(key, to);
                }
              });
      return moved;
    }
  }

  /** The length of the difference of two gradients, by the length of the first. */
  private static double distance(Map<String, float[]> one, Map<String, float[]> other) {
    double apart = 0;
    double length = 0;
    for (Map.Entry<String, float[]> each : one.entrySet()) {
      float[] others = Objects.requireNonNull(other.get(each.getKey()));
      for (int i = 0; i < others.length; i++) {
        apart += Math.pow(each.getValue()[i] - others[i], 2);
        length += Math.pow(each.getValue()[i], 2);
      }
    }
    assertThat(length).isPositive();
    return Math.sqrt(apart / length);
  }
}
