package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A student on several devices. */
class ReplicasTest {
  private static final String ADAM = "type = adam, lr = 1e-2, average = 0.9";
  private static final String PROXIES = "type = proxy-anchor";
  private static final int ROWS = 24;
  private static final int STEPS = 3;

  @TempDir Path folder;

  /**
   * What came of some steps.
   *
   * @param losses of each step
   * @param state at the end
   */
  private record Series(List<Double> losses, StudentState state) {

    /** Refuses another one, by the names of what differs. */
    void isTheSameAs(Series other) {
      assertThat(losses).isEqualTo(other.losses);
      Map<String, HostTensor> others = other.all();
      Map<String, HostTensor> differing = new LinkedHashMap<>(all());
      assertThat(differing.keySet()).isEqualTo(others.keySet());
      differing.entrySet().removeIf(each -> each.getValue().equals(others.get(each.getKey())));
      assertThat(differing.keySet()).isEmpty();
    }

    private Map<String, HostTensor> all() {
      Map<String, HostTensor> all = new LinkedHashMap<>(state.network());
      state.optimizer().forEach((name, tensor) -> all.put("optimizer " + name, tensor));
      state.trainables().forEach((name, tensor) -> all.put("trained " + name, tensor));
      state.memories().forEach((name, tensor) -> all.put("memory " + name, tensor));
      state.momentumNetwork().forEach((name, tensor) -> all.put("momentum " + name, tensor));
      return all;
    }
  }

  @Test
  void twoAreOneThatTakesHalfABatchAfterTheOther() throws IOException {
    Series two = steps(students("", PROXIES).onDevices(2), 1);
    two.isTheSameAs(steps(students("", PROXIES).inPiecesOf(ROWS / 2), 1));
    assertThat(two.losses()).doesNotHaveDuplicates();
  }

  @Test
  void whoComputesAPieceIsNoMatter() throws IOException {
    // 24 rows in five pieces, the last one of four
    Series one = steps(students("", PROXIES).inPiecesOf(5), 1);
    for (int devices = 2; devices <= 6; devices++) {
      steps(students("", PROXIES).inPiecesOf(5).onDevices(devices), 1).isTheSameAs(one);
    }
  }

  @Test
  void whatIsLeftOutDependsOnNoPieceAndNoDevice() throws IOException {
    String half = ", bn-freeze = statistics, dropout = 0.5";
    String sgd = "type = sgd, lr = 0.1, momentum = 0";
    Series whole = steps(students(half, PROXIES), 1, sgd);
    Series pieces = steps(students(half, PROXIES).inPiecesOf(5).onDevices(2), 1, sgd);
    assertThat(distance(whole, pieces)).isBetween(0.0, 1e-5);
    Series all = steps(students(", bn-freeze = statistics", PROXIES), 1, sgd);
    assertThat(distance(whole, all)).isGreaterThan(1e-4);
  }

  @Test
  void withFrozenNormsTheyAreOneWholeBatch() throws IOException {
    String still = ", bn-freeze = statistics";
    TinyStudents whole = students(still, PROXIES);
    TinyStudents three = students(still, PROXIES).onDevices(3);
    String sgd = "type = sgd, lr = 0.1, momentum = 0.9";
    assertThat(distance(steps(whole, 1, sgd), steps(three, 1, sgd))).isBetween(0.0, 1e-5);
    // The statistics of pieces are others.
    Series moving = steps(students("", PROXIES), 1, sgd);
    Series pieces = steps(students("", PROXIES).onDevices(3), 1, sgd);
    assertThat(distance(moving, pieces)).isGreaterThan(1e-4);
  }

  @Test
  void withSynchronisedNormsTheyAreOneWholeBatch() throws IOException {
    String sgd = "type = sgd, lr = 0.01, momentum = 0.9";
    Series exact = steps(students("", PROXIES).inDoubles(), 1, sgd);
    Series parts = steps(students("", PROXIES).inDoubles().synchronisedOn(3), 1, sgd);
    assertThat(distance(exact, parts)).isBetween(0.0, 1e-11);
    Series whole = steps(students("", PROXIES), 1, sgd);
    Series three = steps(students("", PROXIES).synchronisedOn(3), 1, sgd);
    // In 32 bits they are nearer to the exact batch than libtorch's own batch norm is.
    assertThat(distance(exact, three)).isBetween(0.0, 1e-5);
    assertThat(distance(exact, whole)).isLessThan(1e-4);
    parts
        .state()
        .network()
        .forEach(
            (key, tensor) -> {
              HostTensor other = Objects.requireNonNull(exact.state().network().get(key));
              if (key.contains("running")) {
                assertThat(tensor.doubles())
                    .as(key)
                    .containsExactly(other.doubles(), Offset.offset(1e-10));
              } else if (key.contains("num_batches")) {
                assertThat(tensor).as(key).isEqualTo(other);
              }
            });
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    int before = TensorScope.liveInProcess();
    TinyStudents students = students("", PROXIES).inPiecesOf(5).onDevices(2);
    try (ProgramStudent student = new ProgramStudent(students.parts(ADAM, Optional.empty()))) {
      student.step(students.batch(0, ROWS, 1));
      int after = student.liveTensors();
      student.step(students.batch(1, ROWS, 1));
      assertThat(student.liveTensors()).isEqualTo(after);
    }
    assertThat(TensorScope.liveInProcess()).isEqualTo(before);
  }

  private TinyStudents students(String network, String method) throws IOException {
    return new TinyStudents(folder, network, method);
  }

  private static Series steps(TinyStudents students, int views) {
    return steps(students, views, ADAM);
  }

  private static Series steps(TinyStudents students, int views, String optimizer) {
    try (ProgramStudent student = new ProgramStudent(students.parts(optimizer, Optional.empty()))) {
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        losses.add(student.step(students.batch(step, ROWS, views)).loss());
      }
      return new Series(losses, student.snapshot());
    }
  }

  /** The length of the difference of two networks' weights, by that of the first. */
  private static double distance(Series one, Series other) {
    double apart = 0;
    double length = 0;
    for (Map.Entry<String, HostTensor> each : one.state().network().entrySet()) {
      if (each.getKey().endsWith("weight") || each.getKey().endsWith("bias")) {
        double[] own = each.getValue().doubles();
        double[] others =
            Objects.requireNonNull(other.state().network().get(each.getKey())).doubles();
        for (int i = 0; i < own.length; i++) {
          apart += Math.pow(own[i] - others[i], 2);
          length += Math.pow(own[i], 2);
        }
      }
    }
    return Math.sqrt(apart / length);
  }
}
