package io.reflux.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SweepRequestTest {
  @Test
  void theStudentWhomAllKeysAreAboutIsTheOneThatCounts() {
    assertThat(
            student(
                "tasks.target.distill.students.small.optimizer.lr=1e-4..1e-2",
                "tasks.target.distill.students.small.method.sigma=1,2"))
        .isEqualTo("target.small");
    assertThat(
            student(
                "tasks.target.distill.students.small.optimizer.lr=1,2",
                "tasks.target.distill.students.other.optimizer.lr=1,2"))
        .isEmpty();
    assertThat(student("tasks.target.distill.students.small.optimizer.lr=1,2", "seed=0,1"))
        .isEqualTo("target.small");
    assertThat(student("tasks.source.train.epochs=1,2")).isEmpty();
  }

  private static String student(String... over) {
    return Judge.student(new SweepRequest("f.conf", List.of(), List.of(over), 0, 0, 0).keys());
  }
}
