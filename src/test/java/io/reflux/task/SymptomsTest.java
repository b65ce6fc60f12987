package io.reflux.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Each symptom is told once; a training that goes well has none. */
class SymptomsTest {
  private static final int STEPS = 1000;

  private final List<String> told = new ArrayList<>();

  private Symptoms symptoms(long fromStep) {
    return new Symptoms(new Symptoms.Training(STEPS, 20, fromStep, "recall@1"), told::add);
  }

  private void train(long fromStep, LongToDoubleFunction loss, LongToDoubleFunction rate) {
    Symptoms symptoms = symptoms(fromStep);
    for (long step = fromStep + 1; step <= STEPS; step++) {
      symptoms.step("s", step, loss.applyAsDouble(step), rate.applyAsDouble(step));
    }
  }

  private void evaluate(double... values) {
    Symptoms symptoms = symptoms(0);
    symptoms.teacher(Map.of("recall@1", 0.8));
    for (int i = 0; i < values.length; i++) {
      symptoms.evaluated("s", i + 1, Map.of("recall@1", values[i]));
    }
  }

  @Test
  void aTrainingThatGoesWellHasNone() {
    train(0, step -> 10 / (1 + step / 100.0), step -> 0.5 + 0.5 * Math.cos(Math.PI * step / STEPS));
    evaluate(0.2, 0.4, 0.5, 0.6, 0.65, 0.66, 0.66, 0.66, 0.66);
    assertThat(told).isEmpty();
  }

  @Test
  void aLossThatDoesntFallIsTold() {
    train(0, step -> 3 + 0.01 * (step % 7), step -> 1);
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith(
            "s: the loss was 3.030 at first and is 3.030 after 200 steps: it doesn't fall.");
  }

  @Test
  void afterAResumeNobodyKnowsHowTheLossBegan() {
    train(400, step -> 3, step -> 1);
    assertThat(told).isEmpty();
  }

  @Test
  void aRateThatDiesEarlyIsTold() {
    train(0, step -> 10.0 / step, step -> step < 300 ? 1e-3 : 1e-8);
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("s: the learning rate is 1.0e-08 from step 300 on, with 700 steps to come");
    told.clear();
    train(0, step -> 10.0 / step, step -> step < 800 ? 1e-3 : 1e-8);
    assertThat(told).isEmpty();
  }

  @Test
  void aStudentThatStaysFarBelowItsTeacherIsTold() {
    evaluate(0.2, 0.3, 0.302, 0.303, 0.301, 0.3, 0.3);
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith(
            "s: recall@1 is 30.3 at best by epoch 5, the teacher's is 80.0, and the last 3"
                + " evaluations brought nothing.");
  }

  @Test
  void evaluationsThatWaitAreToldOnce() {
    Symptoms symptoms = symptoms(0);
    symptoms.evaluationsWait(2);
    symptoms.evaluationsWait(3);
    assertThat(told)
        .singleElement()
        .asString()
        .startsWith("evaluations take longer than the training between them: 2 wait");
  }
}
