package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineFileTest {
  private static final List<TimelineFile.Row> ROWS =
      List.of(new TimelineFile.Row("loader", 0.123456, 2), new TimelineFile.Row("trainer-a", 1, 0));

  @TempDir Path folder;

  @Test
  void everyIntervalIsALineAStage() throws IOException {
    TimelineFile file = new TimelineFile(RunDirectory.in(folder));
    file.add(2.04, "target", ROWS);
    new TimelineFile(RunDirectory.in(folder)).add(4, "target", ROWS.subList(1, 2));
    assertThat(Files.readAllLines(folder.resolve("timeline.csv")))
        .containsExactly(
            "seconds,task,stage,busy_share,queue_depth",
            "2.0,target,loader,0.1235,2",
            "2.0,target,trainer-a,1.0,0",
            "4.0,target,trainer-a,1.0,0");
  }

  @Test
  void whatCannotBeWrittenIsLeft() throws IOException {
    TimelineFile file = new TimelineFile(RunDirectory.in(folder));
    Path blocked = Files.createDirectory(folder.resolve("timeline.csv"));
    file.add(2, "target", ROWS);
    Files.delete(blocked);
    file.add(4, "target", ROWS);
    assertThat(folder.resolve("timeline.csv")).doesNotExist();
  }
}
