package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.intake.StorageWait;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorageReportTest {
  private final List<RunEvent> heard = new ArrayList<>();
  private final StorageReport report =
      new StorageReport(
          new RunListener() {
            @Override
            public void started(RunHandle run) {}

            @Override
            public void heard(RunEvent event) {
              heard.add(event);
            }
          });

  @Test
  void manyReadingsThatWaitAreToldOnceAndTheEndOfTheLastOne() {
    StorageWait one = new StorageWait("a.png", "Input/output error", Instant.EPOCH);
    StorageWait two = new StorageWait("b.png", "Stale file handle", Instant.EPOCH);
    report.waiting(one);
    report.waiting(two);
    report.waiting(one);
    assertThat(heard).containsExactly(new RunEvent.StorageFails(one.toString()));
    assertThat(one.toString()).contains("a.png", "Input/output error");
    report.ended(one);
    assertThat(heard).hasSize(1);
    report.ended(two);
    assertThat(heard).hasSize(2).last().isEqualTo(new RunEvent.StorageAnswers());
    report.waiting(two);
    assertThat(heard).hasSize(3);
  }
}
