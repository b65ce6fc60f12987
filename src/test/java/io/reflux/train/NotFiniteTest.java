package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.TensorScope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A student of which a part is not finite is never given away. */
class NotFiniteTest {
  private static final String ADAM = "type = adamw, lr = 1e-2";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void runningVariances(float value) throws Exception {
    refused("running_var", poisoned(StudentState::network, "running_var", value));
  }

  @Test
  void weights() throws Exception {
    refused("weight", poisoned(StudentState::network, "weight", Float.NaN));
  }

  @Test
  void whatTheOptimizerRemembers() throws Exception {
    refused(
        "optimizer's", poisoned(StudentState::optimizer, "exp_avg_sq", Float.POSITIVE_INFINITY));
  }

  @Test
  void whatTheMethodTrains() throws Exception {
    refused("method.", poisoned(StudentState::trainables, "", Float.NaN));
  }

  @Test
  void aFiniteStudentIsGivenAway() throws Exception {
    TinyStudents students = new TinyStudents(folder);
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAM, Optional.empty()))) {
      student.step(students.batch(0));
      int live = student.liveTensors();
      assertThat(student.snapshot().network()).isNotEmpty();
      assertThat(student.liveTensors()).isEqualTo(live);
    }
  }

  /** A rate beyond all bounds: the loss is finite still, the weights are not. */
  @Test
  void aStepThatWasTooLarge() throws Exception {
    TinyStudents students = new TinyStudents(folder);
    String wild = "type = sgd, lr = 1e38, momentum = 0, weight-decay = 0, groups { }";
    try (ProgramStudent student = new ProgramStudent(students.parts(wild, Optional.empty()))) {
      assertThat(student.step(students.batch(0)).loss()).isFinite();
      assertThatThrownBy(
              () -> {
                student.snapshot();
                student.step(students.batch(1));
              })
          .isInstanceOf(NotFiniteException.class)
          .hasMessageEndingWith("(expected: finite numbers)");
    }
  }

  @Test
  void magnitudesAreThoseOfEachTensor() {
    NativeThreads.prepare(1, false);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Magnitudes magnitudes = new Magnitudes(scope)) {
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      tensors.put("scalar", scope.manager().create(-3f));
      tensors.put("exact", scope.manager().create(new double[] {1e300, -1e301}));
      tensors.put("whole", scope.manager().create(new long[] {5}));
      tensors.put("nan", scope.manager().create(new float[] {7, Float.NaN, 1e30f}));
      tensors.put("infinite", scope.manager().create(new float[] {Float.NEGATIVE_INFINITY, 0}));
      tensors.put("large", scope.manager().create(new float[] {3e38f, 3e38f, -3e38f}));
      int live = scope.liveTensors();
      assertThat(magnitudes.of(tensors))
          .containsExactly(
              Map.entry("scalar", 3.0),
              Map.entry("exact", 1e301),
              Map.entry("nan", Double.NaN),
              Map.entry("infinite", Double.POSITIVE_INFINITY),
              Map.entry("large", (double) 3e38f));
      assertThat(scope.liveTensors()).isEqualTo(live);
      assertThatThrownBy(() -> magnitudes.check("part ", tensors))
          .hasMessage("part nan: NaN, part infinite: Infinity (expected: finite numbers)");
      assertThat(magnitudes.of(Map.of())).isEmpty();
    }
  }

  private void refused(String named, StudentState state) throws Exception {
    TinyStudents students = new TinyStudents(folder);
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAM, Optional.of(state)))) {
      assertThatThrownBy(student::snapshot)
          .isInstanceOf(NotFiniteException.class)
          .hasMessageContaining(named)
          .hasMessageEndingWith(" (expected: finite numbers)");
    }
  }

  /** A student after a step; the first value of the first tensor that is named so is another. */
  private StudentState poisoned(
      Function<StudentState, Map<String, HostTensor>> part, String named, float value)
      throws Exception {
    TinyStudents students = new TinyStudents(folder);
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAM, Optional.empty()))) {
      student.step(students.batch(0));
      StudentState state = student.snapshot();
      part.apply(state).entrySet().stream()
          .filter(each -> each.getKey().contains(named))
          .findFirst()
          .orElseThrow()
          .getValue()
          .data()
          .putFloat(0, value);
      return state;
    }
  }
}
