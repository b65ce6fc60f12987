package io.reflux.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A group that stands still costs no gradients, and changes no number of the others. */
class FrozenGroupsTest {
  private static final String PROXIES = "type = proxy-anchor";
  private static final String ADAM =
      "type = adamw, lr = 1e-2, weight-decay = 0.1, groups { backbone { %s } }";
  private static final String FROZEN = String.format(ADAM, "frozen = 2 steps");

  /** With a rate of 0 the gradients are computed, and nothing moves. */
  private static final String STILL = String.format(ADAM, "lr = 0");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0, 1", "5, 1", "5, 2", "4, 3"})
  void theOthersLearnAsIfItsGradientsWereComputed(int piece, int devices) throws IOException {
    TinyStudents students = students(PROXIES).inPiecesOf(piece).onDevices(devices);
    try (ProgramStudent frozen = new ProgramStudent(students.parts(FROZEN, Optional.empty()));
        ProgramStudent still = new ProgramStudent(students.parts(STILL, Optional.empty()))) {
      for (int step = 0; step < 2; step++) {
        assertThat(frozen.step(students.batch(step)).loss())
            .isEqualTo(still.step(students.batch(step)).loss());
        assertThat(frozen.snapshot().network()).isEqualTo(still.snapshot().network());
        assertThat(frozen.snapshot().trainables()).isEqualTo(still.snapshot().trainables());
      }
    }
  }

  @Test
  void noGradientOfItIsComputedUntilItThaws() throws IOException {
    TinyStudents students = students(PROXIES);
    try (ProgramStudent student = new ProgramStudent(students.parts(FROZEN, Optional.empty()))) {
      List<Set<String>> reached = new ArrayList<>();
      for (int step = 0; step < 3; step++) {
        student.step(
            StepInput.of(students.batch(step)),
            (part, tensors) -> {
              if (part == StepWatch.Part.GRADIENT) {
                reached.add(new TreeSet<>(tensors.get().keySet()));
              }
            });
      }
      assertThat(reached.get(0))
          .contains("embedding.weight", "embedding.bias")
          .allMatch(key -> key.startsWith("embedding.") || key.contains("proxies"))
          .isEqualTo(reached.get(1));
      assertThat(reached.get(2))
          .containsAll(reached.get(0))
          .anyMatch(key -> key.contains("conv") || key.contains("features"))
          .hasSizeGreaterThan(reached.get(0).size());
    }
  }

  /** Where the trunk's features are asked for too, the loss's gradient of them goes nowhere. */
  @Test
  void whatStandsStillThroughoutHasNoWayBack() throws IOException {
    TinyStudents students = students(PROXIES);
    String all =
        "type = sgd, lr = 1, groups { backbone { frozen = 9 steps }, embedding { frozen = 9 steps }"
            + " }";
    try (ProgramStudent student = new ProgramStudent(students.parts(all, Optional.empty()))) {
      Map<String, ?> before = student.snapshot().trainables();
      StudentState start = student.snapshot();
      student.step(students.batch(0));
      StudentState end = student.snapshot();
      start
          .network()
          .forEach(
              (key, tensor) -> {
                if (key.endsWith("weight") || key.endsWith("bias")) {
                  assertThat(end.network().get(key)).as(key).isEqualTo(tensor);
                }
              });
      assertThat(end.trainables()).isNotEqualTo(before);
    }
  }

  private TinyStudents students(String method) throws IOException {
    return new TinyStudents(folder, "", method).withTheEmbeddingApart();
  }
}
