package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.reflux.JavaCommand;
import io.reflux.cli.Main;
import io.reflux.pipeline.Pipeline;
import io.reflux.queue.EntryView;
import io.reflux.queue.QueueClient;
import io.reflux.queue.QueueFolder;
import io.reflux.rundir.RestartsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code reflux serve} with real processes, which are killed. */
class ServedQueueIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Pattern EPOCHS = Pattern.compile("\\bepochs ?= ?2\\b");

  @TempDir private Path shared;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void leaveNothing() {
    started.forEach(
        serve -> {
          serve.descendants().forEach(ProcessHandle::destroyForcibly);
          serve.destroyForcibly();
        });
    ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(shared.toString()))
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aQueueThatIsKilledFindsItsRunAndNoRunHasTwoProcesses() throws Exception {
    Path pack = TinyPack.write(shared.resolve("pack"));
    QueueFolder folder = QueueFolder.in(shared.resolve("queue"));
    write(folder, "first", pack, 40);
    Process serve = serve(folder);
    await(() -> lines(folder, "first") > 5);
    final String pid = Files.readString(folder.own().resolve("first.pid"));
    serve.destroyForcibly().waitFor();
    Files.deleteIfExists(folder.url());
    assertThat(handle(pid).isAlive()).as("the run goes on alone").isTrue();

    serve = serve(folder);
    write(folder, "second", pack, 2);
    Files.writeString(folder.root().resolve("wrong.conf"), "nmae = x\n");
    await(() -> Files.exists(folder.url()));
    QueueClient client = QueueClient.of(folder, "", Optional.empty());
    await(() -> state(client, "wrong").equals("refused"));
    assertThat(Files.readString(folder.own().resolve("first.pid")))
        .as("it was found")
        .isEqualTo(pid);
    await(() -> lines(folder, "first") > 60);
    handle(pid).destroyForcibly();
    await(() -> state(client, "second").equals("done"));
    assertThat(state(client, "first")).isEqualTo("done");
    assertThat(new RestartsFile(folder.run("first")).all()).hasSize(1);
    Path plain = shared.resolve("plain");
    Pipeline pipeline = Pipeline.read(folder.root().resolve("first.conf"));
    assertThat(Series.of(folder.run("first"))).isEqualTo(Series.of(pipeline, plain));

    serve.toHandle().destroy();
    assertThat(waitFor(serve)).isZero();
    assertThat(folder.url()).doesNotExist();
  }

  private static void write(QueueFolder folder, String name, Path pack, int epochs)
      throws Exception {
    String text = TinyPipeline.over(pack, TinyPipeline.NARROW).resolved();
    Path aside = folder.root().resolve(name + ".writing");
    assertThat(text).containsPattern(EPOCHS);
    Files.writeString(aside, EPOCHS.matcher(text).replaceAll("epochs = " + epochs));
    Files.move(aside, folder.root().resolve(name + ".conf"));
  }

  private Process serve(QueueFolder folder) throws IOException {
    List<String> options =
        JavaCommand.with(JavaCommand.BRIEF, "-Dreflux.keep-alive.first-delay=1ms");
    List<String> words =
        JavaCommand.of(options, Main.class, "serve", folder.root().toString(), "--port", "0");
    Process process =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(shared.resolve("said.txt").toFile()))
            .start();
    started.add(process);
    return process;
  }

  private static ProcessHandle handle(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow();
  }

  private static String state(QueueClient client, String name)
      throws IOException, InterruptedException {
    return client.entries().stream()
        .filter(entry -> entry.name().equals(name))
        .map(EntryView::state)
        .findFirst()
        .orElse("");
  }

  private static long lines(QueueFolder folder, String name) throws IOException {
    Path metrics = folder.run(name).metrics();
    return Files.exists(metrics) ? Files.readString(metrics).lines().count() : 0;
  }

  private int waitFor(Process process) {
    return assertTimeoutPreemptively(PATIENCE, () -> process.waitFor());
  }

  private void await(Callable<Boolean> condition) {
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          while (!condition.call()) {
            assertThat(started.get(started.size() - 1).isAlive())
                .as(Files.readString(shared.resolve("said.txt")))
                .isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
          }
        });
  }
}
