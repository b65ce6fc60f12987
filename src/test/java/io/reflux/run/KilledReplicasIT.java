package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.pipeline.Pipeline;
import io.reflux.stage.RunEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Students on two devices each, whose methods remember, follow and mine (DiVA with MoCo, S2SD, CRD,
 * SimReg, bfloat16), in a run whose process is killed: it ends with the numbers of one device.
 */
class KilledReplicasIT {
  private static final String AT_TARGET = "StepTaken[task=target, progress=StepProgress[epoch=";
  private static final List<String> OFTEN =
      List.of("tasks.target.distill.checkpoint.every=2 steps");

  @TempDir Path folder;

  @Test
  void killedInEachEpochItEndsWithTheNumbersOfOneDevice() throws Exception {
    Path pack = TinyPack.write(folder.resolve("pack"));
    Series expected =
        Series.of(
            Pipeline.parse(ReplicaRunsTest.over(pack, "[cpu]").resolved(), OFTEN),
            folder.resolve("one"));
    Pipeline two = Pipeline.parse(ReplicaRunsTest.over(pack, "[cpu, cpu]").resolved(), OFTEN);
    Path file = Files.writeString(folder.resolve("two.conf"), two.resolved());
    KilledRun killed = new KilledRun(file, Files.createDirectories(folder.resolve("killed")));
    killed.killAt(AT_TARGET + "1, step=4,");
    killed.killAt(AT_TARGET + "2, step=9,");
    Trial last = Trial.of(Pipeline.read(file), killed.folder());
    last.completed();
    assertThat(last.heard(RunEvent.TaskStarted.class)).anyMatch(each -> each.fromStep() > 0);
    assertThat(Series.of(last.directory())).isEqualTo(expected);
    assertThat(expected.models()).hasSize(2 * 6);
  }
}
