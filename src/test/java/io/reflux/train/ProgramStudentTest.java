package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.reflux.batch.PixelBatch;
import io.reflux.chance.Chance;
import io.reflux.engine.Autograd;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.NativeThreads;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.miner.Tuples;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.teacher.TaughtBatch;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramStudentTest {
  private static final String ADAM = "type = adamw, lr = 1e-2";
  private static final String PLAIN = "type = sgd, lr = 1, momentum = 0, weight-decay = 0";
  private static final Executor OWN_THREAD = work -> new Thread(work).start();

  @TempDir Path folder;
  private int before;

  @BeforeEach
  void count() {
    before = TensorScope.liveInProcess();
  }

  @Test
  void stepsLeaveNoTensorsBehind() throws IOException {
    TinyStudents students = new TinyStudents(folder);
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAM, Optional.empty()))) {
      student.step(students.batch(0));
      int after = student.liveTensors();
      for (int step = 1; step < 5; step++) {
        student.step(students.batch(step));
        assertThat(student.liveTensors()).isEqualTo(after);
      }
    }
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  @Test
  void aRestoredStudentGoesOnToTheBit() throws IOException {
    TinyStudents students = new TinyStudents(folder);
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAM, Optional.empty()))) {
      for (int step = 0; step < 3; step++) {
        student.step(students.batch(step));
      }
      StudentState state = student.snapshot();
      try (ProgramStudent other = new ProgramStudent(students.parts(ADAM, Optional.of(state)))) {
        assertThat(other.snapshot()).isEqualTo(state);
        assertThat(other.step(students.batch(3)).loss())
            .isEqualTo(student.step(students.batch(3)).loss());
        assertThat(other.snapshot()).isEqualTo(student.snapshot()).isNotEqualTo(state);
      }
    }
  }

  @Test
  void sideBySideOrAloneTheNumbersAreTheSame() throws IOException {
    TinyStudents students = new TinyStudents(folder);
    List<Double> alone = losses(students, ADAM);
    CompletableFuture<List<Double>> first =
        CompletableFuture.supplyAsync(() -> losses(students, ADAM), OWN_THREAD);
    CompletableFuture<List<Double>> second =
        CompletableFuture.supplyAsync(() -> losses(students, PLAIN), OWN_THREAD);
    assertThat(first.join()).isEqualTo(alone);
    assertThat(second.join()).isNotEqualTo(alone);
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  /** With a rate of 1 and nothing else, a plain step takes the gradient off the weights. */
  @Test
  void theGradientThroughCopiesIsTheDirectOne() throws IOException {
    TinyStudents students = new TinyStudents(folder);
    StudentParts parts = students.parts(PLAIN, Optional.empty());
    TaughtBatch batch = students.batch(0);
    try (ProgramStudent student = new ProgramStudent(parts)) {
      StudentState start = student.snapshot();
      Map<String, float[]> gradients = direct(parts, start, batch);
      student.step(batch);
      assertThat(gradients).isNotEmpty();
      gradients.forEach(
          (key, gradient) -> {
            float[] from = java.util.Objects.requireNonNull(start.network().get(key)).floats();
            float[] to = student.weight(key).floats();
            for (int i = 0; i < from.length; i++) {
              assertThat(to[i])
                  .as(key)
                  .isCloseTo(from[i] - gradient[i], org.assertj.core.data.Offset.offset(1e-5f));
            }
          });
    }
  }

  private static List<Double> losses(TinyStudents students, String optimizer) {
    List<Double> losses = new ArrayList<>();
    try (ProgramStudent student = new ProgramStudent(students.parts(optimizer, Optional.empty()))) {
      for (int step = 0; step < 8; step++) {
        losses.add(student.step(students.batch(step)).loss());
      }
    }
    return losses;
  }

  /** Each parameter's gradient, by one backward pass through loss and network. */
  private static Map<String, float[]> direct(
      StudentParts parts, StudentState start, TaughtBatch batch) throws IOException {
    NativeThreads.prepare(1, true);
    Map<String, float[]> gradients = new HashMap<>();
    try (TensorScope scope = TensorScope.open("direct", Device.CPU);
        Program program = Program.load(parts.program(), scope)) {
      program.train();
      PixelBatch pixels = batch.pixels();
      NDArray images =
          scope
              .manager()
              .create(
                  pixels.pixels().order(ByteOrder.nativeOrder()),
                  new Shape(pixels.rows(), pixels.side(), pixels.side(), 3),
                  DataType.UINT8);
      NDArray embedding =
          Autograd.recording(() -> program.run("forward", new NDList(images))).head();
      Map<String, NDArray> proxies = new HashMap<>();
      start.trainables().forEach((name, t) -> proxies.put(name, t.toNative(scope.manager())));
      Loss loss =
          Autograd.recording(
              () -> parts.method().loss(input(batch, embedding, proxies), Chance.of(0)));
      Autograd.backward(loss.value());
      program
          .parameters()
          .forEach(
              (key, parameter) ->
                  Autograd.gradient(parameter, scope.manager())
                      .ifPresent(g -> gradients.put(key, HostTensor.copyOf(g).floats())));
    }
    return gradients;
  }

  private static LossInput input(
      TaughtBatch batch, NDArray embedding, Map<String, NDArray> proxies) {
    return new LossInput(
        Map.of(LossInput.EMBEDDING, embedding),
        Map.of(),
        batch.pixels().labels(),
        batch.pixels().exampleIds(),
        1,
        Tuples.NONE,
        proxies,
        Map.of(),
        0);
  }
}
