package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.setting.InputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCsvTest {
  private static final List<String> COLUMNS = List.of("task", "step", "loss");
  private static final String HEADER = "task,step,loss\n";

  @TempDir Path folder;
  private Path file = Path.of("");
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void name() {
    file = folder.resolve("metrics.csv");
  }

  @Test
  void aResumedFileIsCutBackToWhatIsKept() throws IOException {
    write(line -> true, "a,1,0.5", "a,2,0.25", "a,3,0.125");
    write(line -> line.whole("step") <= 2, "a,3,0.75");
    assertThat(file).hasContent("task,step,loss\na,1,0.5\na,2,0.25\na,3,0.75\n");
    assertThat(told)
        .containsExactly(file + ": 1 lines taken out that are later than what is gone on from");
  }

  @Test
  void linesOfOthersBehindWhatIsCutStay() throws IOException {
    write(line -> true, "a,1,0.5", "a,2,0.25", "b,1,7", "a,3,0.125", "b,2,8");
    write(line -> line.text("task").equals("b") || line.whole("step") <= 1, "a,2,0.75");
    assertThat(file).hasContent(HEADER + "a,1,0.5\nb,1,7\nb,2,8\na,2,0.75\n");
    assertThat(folder)
        .isDirectoryContaining("glob:**.csv")
        .isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aLineThatWasTornIsTakenOutAndTold() throws IOException {
    Files.writeString(file, HEADER + "a,1,0.5\na,2,0.2");
    write(line -> true, "a,2,0.25");
    assertThat(file).hasContent(HEADER + "a,1,0.5\na,2,0.25\n");
    assertThat(told).singleElement().asString().contains("metrics.csv: 1 damaged lines taken out");
  }

  @Test
  void linesOfNulsAndOfOtherThingsAreTakenOutAndTold() throws IOException {
    Files.writeString(
        file, HEADER + "a,1,0.5\n\0\0\0\0\na,x,0.5\na,2\na,2,0.25\n\0\0\0", StandardCharsets.UTF_8);
    write(line -> line.whole("step") > 0, "a,3,0.125");
    assertThat(file).hasContent(HEADER + "a,1,0.5\na,2,0.25\na,3,0.125\n");
    assertThat(told).singleElement().asString().contains("4 damaged lines");
  }

  @Test
  void aFileOfNothingButNulsBeginsAnew() throws IOException {
    Files.write(file, new byte[5000]);
    write(line -> true, "a,1,0.5");
    assertThat(file).hasContent(HEADER + "a,1,0.5\n");
  }

  @Test
  void aTornHeaderIsWrittenAgain() throws IOException {
    Files.writeString(file, "task,st");
    write(line -> true);
    assertThat(file).hasContent(HEADER);
    Files.writeString(file, "");
    write(line -> true);
    assertThat(file).hasContent(HEADER);
  }

  @Test
  void aTableOfOtherColumnsIsRefusedAndLeftAsItIs() throws IOException {
    Files.writeString(file, "step,loss\n1,0.5\n");
    assertThatThrownBy(() -> write(line -> true))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("columns step,loss (expected: task,step,loss, as this version");
    assertThat(file).hasContent("step,loss\n1,0.5\n");
  }

  @Test
  void everyLineIsReadableOnceItIsFlushed() throws IOException {
    try (MetricsCsv csv = open(line -> true)) {
      csv.add("a,1,0.5");
      assertThat(csv.waitingBytes()).isEqualTo(8);
      csv.flush();
      assertThat(csv.waitingBytes()).isZero();
      assertThat(file).hasContent(HEADER + "a,1,0.5\n");
    }
  }

  /** The hole of a sparse file reads as NULs: one damaged line, longer than any array. */
  @Test
  void aFileBeyondTwoGibibytesIsReadAndCut() throws IOException {
    long far = (1L << 31) + (1L << 20);
    Files.writeString(file, HEADER + "a,1,0.5\n");
    try (RandomAccessFile wide = new RandomAccessFile(file.toFile(), "rw")) {
      wide.seek(far);
      wide.write("\na,2,0.25\na,3,0.125\n".getBytes(StandardCharsets.UTF_8));
    }
    write(line -> line.whole("step") <= 2, "a,3,0.75");
    assertThat(file).hasContent(HEADER + "a,1,0.5\na,2,0.25\na,3,0.75\n");
    assertThat(told).hasSize(2);
  }

  private MetricsCsv open(Predicate<CsvTable.Line> keep) {
    return MetricsCsv.open(new MetricsCsv.Place(file, COLUMNS), keep, told::add);
  }

  private void write(Predicate<CsvTable.Line> keep, String... lines) throws IOException {
    try (MetricsCsv csv = open(keep)) {
      for (String line : lines) {
        csv.add(line);
      }
    }
  }
}
