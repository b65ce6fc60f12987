package io.reflux.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.PipelineException;
import io.reflux.stage.CallHooks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealStagesBenchTest {
  private static final OriginalsBench.Size SMALL = new OriginalsBench.Size(8, 32, 1, 1, 1);

  @Test
  void eachStageIsTimedAloneAndAllTogether() throws IOException, PipelineException {
    PipelineBench.Paces paces =
        new RealStagesBench(SMALL, RealStagesBenchTest::small).paces("float32");
    assertThat(paces.loader()).isPositive();
    assertThat(paces.teacher()).isPositive();
    assertThat(paces.student()).isPositive();
    assertThat(paces.together()).isPositive();
  }

  @Test
  void whoIsNotTimedWorksOnce(@TempDir Path folder) throws IOException, PipelineException {
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger learned = new AtomicInteger();
    CallHooks answers = new CallHooks(() -> {}, answered::incrementAndGet);
    CallHooks steps = new CallHooks(() -> {}, learned::incrementAndGet);
    OriginalWork work = OriginalWork.ALL.get(0);
    OriginalWork.Party party = work.parties().get(0);
    StepClock clock =
        OriginalRuns.in(folder, SMALL)
            .run(
                work,
                party.with(small(party.networks())),
                new StepClock(
                    1,
                    teacher -> new RealStagesBench.RepeatedAnswers(answers.around(teacher)),
                    student -> new RealStagesBench.IdleStudent(steps.around(student))));
    assertThat(clock.steps()).isEqualTo(6);
    assertThat(answered).hasValue(1);
    assertThat(learned).hasValue(1);
  }

  private static String small(String networks) {
    return networks.replaceAll("resnet[0-9]+", "resnet");
  }
}
