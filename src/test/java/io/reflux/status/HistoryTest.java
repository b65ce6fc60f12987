package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.stage.RunState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

  @Test
  void staysBoundedEvenlySpacedAndFromTheBeginning() {
    History history = new History();
    for (int step = 1; step <= 10_000; step++) {
      history.add(Runs.at(step, RunState.RUNNING));
    }
    History.Curves curves = history.curves();
    assertThat(curves.samples()).hasSizeBetween(History.MOST / 2, History.MOST);
    assertThat(curves.samples().get(0).step()).isEqualTo(1);
    assertThat(curves.samples().get(curves.samples().size() - 1).step()).isGreaterThan(9_900);
    for (int i = 1; i < curves.samples().size(); i++) {
      assertThat(curves.samples().get(i).step() - curves.samples().get(i - 1).step())
          .isEqualTo(curves.samples().get(1).step() - 1);
    }
    assertThat(curves.evaluations()).hasSize(1);
  }

  @Test
  void whatNoSampleShowsIsToldAndOlderSamplesTakeNothingBack() {
    History history = new History();
    history.add(Runs.at(550, RunState.RUNNING));
    String task = history.curves().evaluations().get(0).task();
    history.evaluated(
        new History.Evaluated(
            task, Map.of("student", 2), Map.of("student", Map.of("recall@1", 0.9))));
    history.add(Runs.at(560, RunState.RUNNING)); // asked before
    assertThat(history.curves().evaluations()).hasSize(2);
    History.Evaluated last = history.curves().evaluations().get(1);
    assertThat(last.epochs()).containsEntry("student", 2);
    assertThat(last.metrics().get("student")).containsEntry("recall@1", 0.9);
  }

  @Test
  void anEvaluationStandsAtTheEpochThatWasMeasured() {
    History history = new History();
    history.add(Runs.at(550, RunState.RUNNING));
    assertThat(history.curves().samples().get(0).epoch()).isEqualTo(6);
    assertThat(history.curves().evaluations().get(0).epochs()).containsEntry("student", 1);
  }
}
