package io.reflux.keep;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.rundir.RestartsFile;
import io.reflux.rundir.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parent, with shells for children: each appends to {@code metrics.csv}, then ends somehow. */
class KeepAliveTest {
  private static final KeepAliveSettings SETTINGS =
      new KeepAliveSettings(10, Duration.ofHours(1), 3, Duration.ofMillis(1), Duration.ofMillis(1));

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void aRunThatDiesIsResumedUntilItIsDone() throws Exception {
    String first = begun() + step(1) + "kill -9 $$";
    String again = "n=$(wc -l < metrics.csv); " + step(9) + "[ $n -gt 2 ] || kill -SEGV $$";
    assertThat(run(first, again)).isZero();
    assertThat(restarts()).extracting(RestartsFile.Restart::exit).containsExactly(137, 139, 139);
    assertThat(restarts()).extracting(RestartsFile.Restart::step).containsExactly(1L, 9L, 9L);
    assertThat(said).hasSize(4).last().isEqualTo("keep-alive: done, after 3 restarts");
    assertThat(said.get(1))
        .isEqualTo(
            "keep-alive: the run's process ended by SIGSEGV, after step 9 of t; restart 2 in 0.0 s");
  }

  @Test
  void aRunThatAlwaysFailsAtOneStepIsGivenUp() throws Exception {
    assertThat(run(begun() + step(5) + "exit 3", "exit 3")).isEqualTo(3);
    assertThat(restarts()).hasSize(2);
    assertThat(said)
        .last()
        .isEqualTo(
            "keep-alive: given up: exit code 3, 3 times in turn after step 5 of t (expected: fewer"
                + " than 3; keep-alive.same-step); reflux resume "
                + folder
                + " goes on from the last checkpoint");
  }

  @Test
  void aRefusedPipelineIsNotTriedAgain() throws Exception {
    assertThat(run("exit 2", "exit 0")).isEqualTo(2);
    assertThat(said).containsExactly("keep-alive: not begun again, exit code 2");
  }

  @Test
  void aRunThatDiedBeforeItBeganBeginsAgain() throws Exception {
    String first =
        "[ -e tried ] && " + begun().replace("; ", "") + " && exit 0; : > tried; kill -9 $$";
    assertThat(run(first, "exit 3")).isZero();
    assertThat(said).last().isEqualTo("keep-alive: done, after 1 restart");
  }

  @Test
  void theFileAboutACrashIsMovedIntoTheRunDirectory() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    String first = begun() + ": > " + temporary + "/hs_err_pid$$.log; kill -ABRT $$";
    assertThat(run(first, "exit 0")).isZero();
    String name = restarts().get(0).crashFile();
    assertThat(name).startsWith("hs_err_pid");
    assertThat(folder.resolve(name)).exists();
    assertThat(temporary.resolve(name)).doesNotExist();
    assertThat(said.get(0)).contains("(" + name + " in the run directory says more)");
  }

  @Test
  void afterASignalNothingBeginsAgain() throws Exception {
    KeepAlive[] parent = new KeepAlive[1];
    parent[0] =
        keepAlive(
            begun() + "kill -9 $$",
            "exit 0",
            sentence -> {
              said.add(sentence);
              parent[0].onSignal("TERM", false); // while it waits for the next try
            });
    assertThat(parent[0].run()).isEqualTo(137);
    assertThat(said).last().asString().startsWith("keep-alive: stopped, after 1 restart; reflux");
  }

  private int run(String first, String again) throws IOException, InterruptedException {
    return keepAlive(first, again, said::add).run();
  }

  private KeepAlive keepAlive(String first, String again, java.util.function.Consumer<String> out) {
    return new KeepAlive(
        new KeepAlive.Plan(new RunDirectory(folder), shell(first), shell(again)), SETTINGS, out);
  }

  private List<String> shell(String words) {
    return List.of("sh", "-c", "cd '" + folder + "'; " + words);
  }

  private static String begun() {
    return ": > pipeline.conf; ";
  }

  private static String step(int step) {
    return "echo t,s,1," + step + ",0.5,0.1,10.0 >> metrics.csv; ";
  }

  private List<RestartsFile.Restart> restarts() throws IOException {
    assertThat(Files.exists(folder)).isTrue();
    return new RestartsFile(new RunDirectory(folder)).all();
  }
}
