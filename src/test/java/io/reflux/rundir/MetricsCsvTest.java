package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCsvTest {
  private static final String HEADER = "task,step,loss";

  @TempDir Path folder;

  @Test
  void aResumedFileIsCutBackToWhatIsKept() throws IOException {
    Path file = folder.resolve("metrics.csv");
    try (MetricsCsv csv = MetricsCsv.open(file, HEADER, line -> true)) {
      csv.add("a", 1, 0.5);
      csv.add("a", 2, 0.25);
      csv.add("a", 3, 0.125);
    }
    try (MetricsCsv csv = MetricsCsv.open(file, HEADER, line -> Integer.parseInt(line[1]) <= 2)) {
      csv.add("a", 3, 0.75);
    }
    assertThat(file).hasContent("task,step,loss\na,1,0.5\na,2,0.25\na,3,0.75\n");
  }

  @Test
  void aLineThatWasTornIsForgotten() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, HEADER + "\na,1,0.5\na,2,0.2");
    try (MetricsCsv csv = MetricsCsv.open(file, HEADER, line -> true)) {
      csv.add("a", 2, 0.25);
    }
    assertThat(file).hasContent("task,step,loss\na,1,0.5\na,2,0.25\n");
  }

  @Test
  void aTornHeaderIsWrittenAgain() throws IOException {
    Path file = folder.resolve("metrics.csv");
    Files.writeString(file, "task,st");
    MetricsCsv.open(file, HEADER, line -> true).close();
    assertThat(file).hasContent(HEADER + "\n");
  }

  @Test
  void everyLineIsReadableAsSoonAsItIsAdded() throws IOException {
    Path file = folder.resolve("metrics.csv");
    try (MetricsCsv csv = MetricsCsv.open(file, HEADER, line -> true)) {
      csv.add("a", 1, 0.5);
      assertThat(file).hasContent("task,step,loss\na,1,0.5\n");
    }
  }
}
