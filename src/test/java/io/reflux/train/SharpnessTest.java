package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sharpness-aware steps take the gradient from uphill, and nothing else from there. */
class SharpnessTest {
  private static final String PLAIN = "type = sgd, lr = 0.1, momentum = 0, weight-decay = 0";
  private static final String AWARE = PLAIN + ", sharpness-aware = 0.5";
  private static final String ADAMW = "type = adamw, lr = 1e-2, sharpness-aware = 0.2";

  @TempDir Path folder;

  /** The loss is the sum of fourth powers: g = 4 w^3, at w + rho g / |g|, over both tensors. */
  @Test
  void theStepIsThatOfThePaper() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray a = Autograd.leaf(scope.manager().create(new double[] {1, -2}));
      NDArray b = Autograd.leaf(scope.manager().create(new double[] {0.5}));
      NDArray alone = Autograd.leaf(scope.manager().create(new double[] {7}));
      List<ParameterGroup> groups =
          List.of(
              new ParameterGroup("first", Map.of("a", a, "alone", alone)),
              new ParameterGroup("second", Map.of("b", b)));
      double[] w = {1, -2, 0.5};
      try (Optimizer optimizer = new Optimizer(read(AWARE), groups, scope)) {
        for (int step = 0; step < 3; step++) {
          fourthPowers(a, b);
          optimizer.uphill(Set.of(), () -> fourthPowers(a, b));
          optimizer.step(0.1);
          double length = 0;
          for (double each : w) {
            length += Math.pow(4 * Math.pow(each, 3), 2);
          }
          for (int i = 0; i < w.length; i++) {
            double up = w[i] + 0.5 * 4 * Math.pow(w[i], 3) / Math.sqrt(length);
            w[i] -= 0.01 * 4 * Math.pow(up, 3);
          }
          assertThat(a.toDoubleArray()).containsExactly(new double[] {w[0], w[1]}, within(1e-12));
          assertThat(b.toDoubleArray()).containsExactly(new double[] {w[2]}, within(1e-12));
        }
      }
      assertThat(alone.toDoubleArray()).containsExactly(7);
    }
  }

  @Test
  void weightsAreBackToTheBitWhateverHappensUphill() {
    try (TensorScope scope = TensorScope.open("test", Device.CPU)) {
      NDArray a = Autograd.leaf(scope.manager().create(new float[] {0.1f, -0.7f, 1e-8f}));
      List<ParameterGroup> groups = List.of(new ParameterGroup("first", Map.of("a", a)));
      HostTensor before = HostTensor.copyOf(a);
      try (Optimizer optimizer = new Optimizer(read(AWARE), groups, scope)) {
        fourthPowers(a, a);
        optimizer.uphill(Set.of("first"), () -> assertThat(HostTensor.copyOf(a)).isEqualTo(before));
        optimizer.uphill(Set.of(), () -> assertThat(HostTensor.copyOf(a)).isNotEqualTo(before));
        assertThat(HostTensor.copyOf(a)).isEqualTo(before);
        // No gradient has been gathered uphill: nothing moves.
        optimizer.step(1);
        assertThat(HostTensor.copyOf(a)).isEqualTo(before);
      }
    }
  }

  @Test
  void statisticsMoveOnceAndPiecesAndDevicesAreNoMatter() throws IOException {
    StudentState plain = after(students(""), PLAIN);
    StudentState whole = after(students(""), AWARE);
    assertThat(whole.network()).isNotEqualTo(plain.network());
    whole
        .network()
        .forEach(
            (key, tensor) -> {
              if (key.endsWith("num_batches_tracked")) {
                assertThat(tensor.data().getLong(0)).as(key).isEqualTo(1);
              }
              if (key.contains("running_")) {
                assertThat(tensor).as(key).isEqualTo(plain.network().get(key));
              }
            });
    assertThat(after(students("").inPiecesOf(12).onDevices(2), AWARE).network())
        .isEqualTo(after(students("").inPiecesOf(12), AWARE).network());
    String still = ", bn-freeze = statistics";
    StudentState one = after(students(still), AWARE);
    StudentState pieces = after(students(still).inPiecesOf(5), AWARE);
    one.network()
        .forEach(
            (key, tensor) -> {
              if (key.endsWith("weight")) {
                float[] other = Objects.requireNonNull(pieces.network().get(key)).floats();
                assertThat(other).containsExactly(tensor.floats(), within(1e-4f));
              }
            });
  }

  @Test
  void aStudentThatGoesOnIsTheOneThatNeverStopped() throws IOException {
    TinyStudents students = students(", dropout = 0.3");
    int before = TensorScope.liveInProcess();
    StudentState through;
    StudentState middle;
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAMW, Optional.empty()))) {
      student.step(students.batch(0));
      int live = student.liveTensors();
      student.step(students.batch(1));
      assertThat(student.liveTensors()).isEqualTo(live);
      middle = student.snapshot();
      student.step(students.batch(2));
      through = student.snapshot();
    }
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAMW, Optional.of(middle)))) {
      student.step(students.batch(2));
      StudentState resumed = student.snapshot();
      assertThat(resumed.network()).isEqualTo(through.network());
      assertThat(resumed.optimizer()).isEqualTo(through.optimizer());
      assertThat(resumed.trainables()).isEqualTo(through.trainables());
    }
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  private TinyStudents students(String more) throws IOException {
    return new TinyStudents(folder, more, "type = proxy-anchor");
  }

  private static StudentState after(TinyStudents students, String optimizer) {
    try (ProgramStudent student = new ProgramStudent(students.parts(optimizer, Optional.empty()))) {
      student.step(students.batch(0));
      return student.snapshot();
    }
  }

  private static void fourthPowers(NDArray a, NDArray b) {
    Autograd.backward(Autograd.recording(() -> a.pow(4).sum().add(b.pow(4).sum())));
  }

  private static OptimizerSettings read(String hocon) {
    return OptimizerSettings.read(new Written(hocon).section());
  }
}
