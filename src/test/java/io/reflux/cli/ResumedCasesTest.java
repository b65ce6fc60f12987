package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.cli.CaseFolder.Said;
import io.reflux.pipeline.KeyRule;
import io.reflux.rundir.JournalEntry;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.RunJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people want of a run that has ended or was killed, each with its right outcome. */
class ResumedCasesTest {
  private static final int STEPS_PER_EPOCH = 2;

  @TempDir Path root;
  private CaseFolder folder;

  @BeforeEach
  void run() throws IOException {
    folder = new CaseFolder(root).pictures(8);
    assertThat(folder.run("r").code()).isEqualTo(ExitCode.DONE);
  }

  /** "It still improves: go on for two more epochs." */
  @Test
  void moreEpochsGoOnWhereTheRunEnded() throws IOException {
    Said longer = resume("-D", "tasks.t.train.epochs=4");
    assertThat(longer.code()).as(longer.all()).isEqualTo(ExitCode.DONE);
    assertThat(longer.out())
        .contains("allowed by -D tasks.t.train.epochs=4: tasks.t.train.epochs: 2 → 4");
    assertThat(steps()).hasSize(4 * STEPS_PER_EPOCH);
    assertThat(journal()).extracting(JournalEntry::by).contains("-D tasks.t.train.epochs=4");

    Files.move(folder.at("r"), folder.at("longer"));
    folder.run("r", "tasks.t.train.epochs=4");
    assertThat(steps()).isEqualTo(steps("longer"));
  }

  @Test
  void fewerEpochsThanThereAreChangeNothing() throws IOException {
    List<String> before = steps();
    assertThat(resume("-D", "tasks.t.train.epochs=1").code()).isEqualTo(ExitCode.DONE);
    assertThat(steps()).isEqualTo(before);
  }

  @Test
  void epochsThatWereEditedAreRefusedUntilSomebodyMeansThem() throws IOException {
    Path pipeline = new RunDirectory(folder.at("r")).pipeline();
    Files.writeString(
        pipeline, Files.readString(pipeline).replaceFirst("epochs *[=:] *2", "epochs = 4"));
    Said refused = resume();
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.all())
        .contains("--allow pipeline", "pipeline: tasks.t.train.epochs: 2 → 4")
        .doesNotContain("-D can't");
    assertThat(resume("--allow", "pipeline").code()).isEqualTo(ExitCode.DONE);
    assertThat(steps()).hasSize(4 * STEPS_PER_EPOCH);
  }

  @Test
  void aRunWhoseSummariesAreGoneIsSummedUpAgain() throws IOException {
    List<String> before = steps();
    interrupt();
    assertThat(resume().code()).isEqualTo(ExitCode.DONE);
    assertThat(steps()).isEqualTo(before);
    assertThat(folder.at("r/summary.json")).exists();
  }

  /** A killed run whose data lie elsewhere now: another mount, a cleaned scratch disk. */
  @Test
  void dataThatMovedAreNamedAnew() throws IOException {
    interrupt();
    Files.move(folder.at("data"), folder.at("elsewhere"));
    Said gone = resume();
    assertThat(gone.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(gone.all())
        .contains("If the data lies elsewhere now: reflux resume ", "-D data.root=/its/place");
    String there = "data.root=\"" + folder.at("elsewhere") + '"';
    assertThat(resume("-D", there).code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(new RunDirectory(folder.at("r")).pipeline()))
        .contains(folder.at("elsewhere").toString());
    assertThat(resume().code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void goingBackIsALineOfTheJournal() {
    assertThat(resume("--from", "2").code()).isEqualTo(ExitCode.DONE);
    JournalEntry back =
        journal().stream().filter(each -> each.what().equals("rewound")).findFirst().orElseThrow();
    assertThat(back.by()).isEqualTo("--from 2");
    assertThat(back.task()).isEqualTo("t");
    assertThat(back.step()).isEqualTo(STEPS_PER_EPOCH);
    assertThat(back.details()).anyMatch(each -> each.startsWith("t goes on after step 2; "));
    assertThat(journal()).extracting(JournalEntry::what).startsWith("begun", "rewound", "resumed");
  }

  /** The newest checkpoint knows which lines there were. */
  @ParameterizedTest
  @ValueSource(strings = {"metrics.csv", "evaluations.csv"})
  void tablesThatWereCutOrEditedAreRefused(String name) throws IOException {
    interrupt();
    Path table = folder.at("r").resolve(name);
    String whole = Files.readString(table);
    Path note = folder.at("r/checkpoints/t/evaluations.json");
    String vouching = Files.readString(note);
    List<String> damaged =
        List.of(
            "",
            whole.substring(0, whole.indexOf('\n') + 1),
            whole.replaceFirst("(\n.*)[1-8]", "$19"));
    for (String text : damaged) {
      Files.writeString(table, text);
      Said refused = resume();
      assertThat(refused.code()).as(text).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.all())
          .contains("--allow tables", "tables: " + table + ": ", " lines of t")
          .contains("that the run had written by step 4)");
      assertThat(Files.readString(table)).isEqualTo(text);
    }
    assertThat(resume("--allow", "tables").code()).isEqualTo(ExitCode.DONE);
    assertThat(journal()).extracting(JournalEntry::by).contains("--allow tables");

    Files.writeString(table, whole);
    Files.writeString(note, vouching);
    interrupt();
    assertThat(resume().code()).isEqualTo(ExitCode.DONE);
  }

  /** The evaluation of a checkpoint's own step comes after it. */
  @Test
  void anEvaluationThatNoCheckpointKnowsIsHeldToItsNote() throws IOException {
    Path table = folder.at("r/evaluations.csv");
    String whole = Files.readString(table);
    Files.writeString(table, whole.replaceFirst("([0-9])(?=\\n$)", "$1$1"));
    Said refused = resume();
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.all())
        .contains("tables: " + table + ": other lines of t among the first ")
        .contains("that the run had written)");
    Files.writeString(table, whole);
    assertThat(resume().code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aTableThatIsGoneIsRefused() throws IOException {
    Files.delete(folder.at("r/evaluations.csv"));
    interrupt();
    assertThat(resume().all()).contains("evaluations.csv: 0 lines of t (expected: the ");
  }

  @Test
  void whatDoesNotChangeIsRefusedAndNothingIsTouched() throws IOException {
    String before = Files.readString(new RunDirectory(folder.at("r")).pipeline());
    Said refused = resume("-D", "tasks.t.train.network.embedding=4");
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.all())
        .contains(
            "tasks.t.train.network.embedding: 8 → 4 (-D can't change it: its weights are those of"
                + " this network)");
    assertThat(Files.readString(new RunDirectory(folder.at("r")).pipeline())).isEqualTo(before);
  }

  @Test
  void theKeysAreListed() {
    Said listed = folder.reflux("resume", "--keys");
    assertThat(listed.code()).isEqualTo(ExitCode.DONE);
    assertThat(listed.out()).contains(KeyRule.all().stream().map(KeyRule::keys).toList());
    assertThat(folder.reflux("resume", "--help").out()).contains("--keys");
  }

  @Test
  void runsOfSeveralSeedsAreLookedAtBeforeTheirPipelineIsReplaced() throws IOException {
    assertThat(folder.run("s", "seeds=[1,2]", "tasks.t.train.epochs=1").code()).isZero();
    RunDirectory seeds = new RunDirectory(folder.at("s"));
    String before = Files.readString(seeds.pipeline());
    Said refused =
        folder.reflux(
            "resume", folder.at("s").toString(), "-D", "tasks.t.train.sampler.batch-size=4");
    assertThat(refused.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(Files.readString(seeds.pipeline())).isEqualTo(before);
    assertThat(
            folder
                .reflux("resume", folder.at("s").toString(), "-D", "tasks.t.train.epochs=2")
                .code())
        .isEqualTo(ExitCode.DONE);
    assertThat(steps("s/seed-2")).hasSize(2 * STEPS_PER_EPOCH);
  }

  /** As if the run had been killed before it was summed up. */
  private void interrupt() throws IOException {
    RunDirectory run = new RunDirectory(folder.at("r"));
    Files.delete(run.taskSummary("t"));
    Files.delete(run.summary());
  }

  private Said resume(String... words) {
    String[] all = new String[words.length + 2];
    all[0] = "resume";
    all[1] = folder.at("r").toString();
    System.arraycopy(words, 0, all, 2, words.length);
    return folder.reflux(all);
  }

  private List<JournalEntry> journal() {
    return RunJournal.read(new RunDirectory(folder.at("r")));
  }

  private List<String> steps() throws IOException {
    return steps("r");
  }

  private List<String> steps(String run) throws IOException {
    return Files.readAllLines(folder.at(run).resolve("metrics.csv")).stream()
        .skip(1)
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }
}
