package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.intake.StoragePatience;
import io.reflux.intake.WaitingTime;
import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTablesTest {
  private static final int STEPS = 6;

  private static final OwedWrites.Limits LIMITS =
      new OwedWrites.Limits(StoragePatience.NONE, 1 << 20, Duration.ofMinutes(1));

  @TempDir Path folder;
  private RunDirectory run = new RunDirectory(Path.of(""));
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void aTaskOfTwoStudents() throws IOException {
    run = RunDirectory.in(folder);
    try (JournalTables tables = new JournalTables(new RunTables(run), "task", opening(0))) {
      for (int step = 1; step <= STEPS; step++) {
        tables.add(new StepRow("task", "a", 1, step, 1.0 / step, 0.5, 10));
        tables.add(new StepRow("task", "b", 1, step, 2.0 / step, 0.5, 10));
      }
      Map<String, Double> metrics = new LinkedHashMap<>();
      metrics.put("recall@1", 0.5);
      metrics.put("nmi", 0.25);
      tables.add(new EvaluationRow("task", "a", 1, 4, metrics));
    }
  }

  @Test
  void whatIsLaterThanTheStepIsGoneEverywhere() throws IOException {
    open(4).close();
    assertThat(rows()).hasSize(2 * 4).allMatch(row -> row.step() <= 4);
    assertThat(points("a")).hasSize(3 * 4 + 2);
    assertThat(points("b")).hasSize(3 * 4);
    open(3).close();
    assertThat(points("a")).hasSize(3 * 3);
    List<EvaluationRow> evaluations = new ArrayList<>();
    run.evaluations(evaluations::add);
    assertThat(evaluations).isEmpty();
  }

  @Test
  void curvesThatAreWholeKeepTheirTimes() throws IOException {
    List<ScalarEvent> before = points("a");
    JournalTables tables = open(5);
    assertThat(tables.log("a").of(1)).containsEntry("recall@1", 0.5).hasSize(2);
    tables.add(new StepRow("task", "a", 1, 6, 7, 0.5, 10));
    tables.close();
    List<ScalarEvent> after = points("a");
    assertThat(after).hasSize(before.size());
    assertThat(after.subList(0, 15)).isEqualTo(before.subList(0, 15));
    assertThat(after.get(after.size() - 3).value()).isEqualTo(7);
  }

  @Test
  void curvesThatAreTornAreDrawnAgainFromTheTables() throws IOException {
    List<ScalarEvent> before = points("a");
    Path file = file("a");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 5);
    }
    Files.delete(file("b"));
    open(STEPS).close();
    assertThat(points("a"))
        .extracting(ScalarEvent::step, ScalarEvent::tag, ScalarEvent::value)
        .containsExactlyInAnyOrderElementsOf(
            before.stream()
                .map(e -> org.assertj.core.groups.Tuple.tuple(e.step(), e.tag(), e.value()))
                .toList());
    assertThat(points("b")).hasSize(3 * STEPS);
  }

  @Test
  void curvesWithAFlippedBitAreDrawnAgain() throws IOException {
    Path file = file("b");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
    open(STEPS).close();
    assertThat(points("b")).hasSize(3 * STEPS);
  }

  @Test
  void otherTasksKeepTheirLines() throws IOException {
    new JournalTables(new RunTables(run), "other", opening(0)).close();
    assertThat(rows()).hasSize(2 * STEPS);
    assertThat(points("a")).hasSize(3 * STEPS + 2);
    assertThat(told).isEmpty();
  }

  @Test
  void anEvaluationThatNothingVouchesForIsMadeAgain() throws IOException {
    Files.writeString(
        run.evaluations(), "task,a,1,5,recall@1=0.75\n", StandardOpenOption.APPEND); // then killed
    try (JournalTables tables = open(STEPS)) {
      assertThat(tables.log("a").has(4)).isTrue();
      assertThat(tables.log("a").has(5)).isFalse();
    }
    assertThat(run.evaluations()).content().doesNotContain("0.75");
    assertThat(note().cover()).contains(lines("task,a,1,4,recall@1=0.5 nmi=0.25"));
  }

  @Test
  void theNoteIsGoneBeforeTheLinesThatItVouchesFor() throws IOException {
    TableCover before = note().cover().orElseThrow();
    assertThat(before.lines()).isEqualTo(1);
    JournalTables killed = open(3); // nothing is written of it: the note is taken back, no more
    assertThat(note().cover()).isEmpty();
    killed.close();
    assertThat(note().cover()).contains(TableCover.NONE);
  }

  private TableNote note() {
    return new TableNote(run, "task", run.evaluations());
  }

  private static TableCover lines(String... lines) {
    TableCover.Counting counting = new TableCover.Counting();
    List.of(lines).forEach(counting::add);
    return counting.now();
  }

  private JournalTables open(long step) {
    return new JournalTables(new RunTables(run), "task", opening(step));
  }

  private List<StepRow> rows() throws IOException {
    List<StepRow> rows = new ArrayList<>();
    run.steps(rows::add);
    return rows;
  }

  private Path file(String student) {
    return run.curves("task").resolve(student).resolve("events.out.tfevents.reflux");
  }

  /** The points of a file, whose every record must be whole. */
  private List<ScalarEvent> points(String student) throws IOException {
    TfRecordFormat format = new TfRecordFormat();
    List<ScalarEvent> points = new ArrayList<>();
    try (InputStream stream = Files.newInputStream(file(student))) {
      ByteSource source = new ByteSource(stream);
      assertThat(format.next(source).isNone()).isFalse();
      for (var c = format.next(source); !c.isNone(); c = format.next(source)) {
        assertThat(c.whole()).isTrue();
        points.add(ScalarEvent.parse(TfRecordFormat.content(c.bytes())));
      }
    }
    return points;
  }

  private TaskJournal.Opening opening(long step) {
    return new TaskJournal.Opening(
        step,
        "recall@1",
        new OwedWrites(
            LIMITS, WaitingTime.OF_THE_MACHINE, (sentence, refuses) -> told.add(sentence)),
        told::add,
        Map.of(),
        any -> true,
        Set.of(),
        Map.of());
  }
}
