package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tasks write into one table; one may begin, and have lines taken out, while others do. */
class SharedFileTest {
  private static final List<String> COLUMNS = List.of("task", "number");

  @TempDir Path folder;
  private Path file = Path.of("");
  private SharedFile shared = new SharedFile(file);

  @BeforeEach
  void name() {
    file = folder.resolve("table.csv");
    shared = new SharedFile(file);
  }

  @Test
  void noLineIsLostOrTornWhereAllWriteAtOnce() throws Exception {
    List<MetricsCsv> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(open(line -> true));
    }
    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> write(writers.get(i), i)))
                .toArray(CompletableFuture[]::new))
        .join();
    for (MetricsCsv writer : writers) {
      writer.close();
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(1 + 4 * 500).startsWith("task,number");
    for (int i = 0; i < 4; i++) {
      String task = i + ",";
      assertThat(lines.stream().filter(line -> line.startsWith(task)))
          .containsExactlyElementsOf(IntStream.range(0, 500).mapToObj(n -> task + n).toList());
    }
  }

  @Test
  void whoBeginsLaterTakesItsOwnLinesOutAndNoOthers() throws Exception {
    Files.writeString(file, "task,number\nb,7\na,1\nb,8\n");
    MetricsCsv a = open(line -> true);
    a.add("a,2");
    a.flush();
    a.add("a,3"); // is not in the file yet
    MetricsCsv b = open(line -> !line.text("task").equals("b") || line.whole("number") < 8);
    b.add("b,9");
    b.flush();
    a.add("a,4");
    a.close();
    b.add("b,10");
    b.close();
    assertThat(Files.readAllLines(file))
        .containsExactly("task,number", "b,7", "a,1", "a,2", "a,3", "b,9", "a,4", "b,10");
  }

  @Test
  void whatIsTornByADiskIsWrittenWholeAndOnce() throws Exception {
    MetricsCsv a = open(line -> true);
    a.add("a,1");
    a.flush();
    Files.writeString(
        file, "a,2\na,", StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.APPEND);
    a.add("a,2"); // a write of it has failed half-way
    MetricsCsv b = open(line -> true);
    b.close();
    a.close();
    assertThat(Files.readAllLines(file)).containsExactly("task,number", "a,1", "a,2");
  }

  private static void write(MetricsCsv writer, int task) {
    try {
      for (int n = 0; n < 500; n++) {
        writer.add(task + "," + n);
        if (n % 7 == task) {
          writer.flush();
        }
      }
      writer.force();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private MetricsCsv open(Predicate<CsvTable.Line> keep) {
    return MetricsCsv.open(new MetricsCsv.Place(shared, COLUMNS), keep, told -> {});
  }
}
