package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StarvationTest {
  private final Starvation starvation = new Starvation();

  private static StageStatus stage(String name, double share) {
    return new StageStatus(
        "t", name, "", StageState.WORKING, "", 0, share, share, 0, 0, 0, 0, 0, 0);
  }

  private List<String> looks(int count, double loader, double lane, double trainer) {
    List<String> told = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      starvation
          .look(
              List.of(
                  stage("loader", loader),
                  stage("lane-0", lane),
                  stage("evaluator", 1),
                  stage("trainer-s", trainer)))
          .ifPresent(told::add);
    }
    return told;
  }

  @Test
  void aStageThatTheStudentsWaitForIsToldOnce() {
    assertThat(looks(200, 0.97, 0.3, 0.21))
        .singleElement()
        .asString()
        .startsWith("loader worked 97 % of the time of late, and the students 21 %: they wait");
  }

  @Test
  void whatIsBalancedOrNotTrainedYetIsNotTold() {
    assertThat(looks(100, 0.97, 0.9, 0.8)).isEmpty();
    assertThat(looks(100, 0.97, 0.9, 0)).isEmpty();
    assertThat(looks(100, 0.2, 0.2, 0.2)).isEmpty();
  }

  @Test
  void theBusierOfTwoIsMeant() {
    assertThat(looks(30, 0.88, 0.95, 0.4)).singleElement().asString().startsWith("lane-0 worked");
  }
}
