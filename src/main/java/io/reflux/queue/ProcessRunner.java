package io.reflux.queue;

import io.reflux.keep.ChildCommand;
import io.reflux.keep.ChildExit;
import io.reflux.keep.CrashFiles;
import io.reflux.keep.Signals;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Real processes of this program. A process writes down its own number before it becomes a run:
 * whoever serves the queue next finds it, and nobody begins a second one for the same run.
 */
final class ProcessRunner implements RunProcesses {
  private static final Pattern DEVICE = Pattern.compile("\\bgpu\\d+\\b");
  private static final String BY_NUMBER = "echo $$ > \"$0\" && exec \"$@\"";
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);
  private static final int LAST_LINES = 5;

  private final QueueFolder folder;
  private final ChildCommand reflux;
  private final Duration patience;
  private final Map<String, ProcessHandle> processes = new ConcurrentHashMap<>();

  /**
   * Runs of one queue.
   *
   * @param reflux how another process of this program is started
   * @param patience how long looking at a file may take
   */
  ProcessRunner(QueueFolder folder, ChildCommand reflux, Duration patience) {
    this.folder = folder;
    this.reflux = reflux;
    this.patience = patience;
  }

  @Override
  public CompletionStage<Checked> check(String name) {
    Path said = folder.own().resolve(name + ".check");
    List<String> words = reflux.with(List.of("check", "--resolved", folder.file(name).toString()));
    try {
      Process process = into(said, false, words, Map.of());
      return process
          .onExit()
          .thenApply(ended -> checked(said, ended.exitValue()))
          .completeOnTimeout(
              new Checked(
                  List.of(
                      "looking at it took more than "
                          + patience.toSeconds()
                          + " s (expected: less; queue.check-patience)"),
                  List.of()),
              patience.toMillis(),
              TimeUnit.MILLISECONDS)
          .whenComplete((checked, failure) -> process.destroyForcibly());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Checked checked(Path said, int code) {
    List<String> lines = lines(said);
    if (code != ChildExit.DONE) {
      return new Checked(lines.isEmpty() ? List.of(new ChildExit(code).words()) : lines, List.of());
    }
    return new Checked(
        List.of(),
        lines.stream()
            .flatMap(line -> DEVICE.matcher(line).results().map(found -> found.group()))
            .distinct()
            .sorted()
            .toList());
  }

  @Override
  public CompletionStage<ChildExit> start(QueueEntry entry) {
    String name = entry.name();
    List<String> words = new ArrayList<>(List.of("sh", "-c", BY_NUMBER));
    words.add(folder.pid(name).toString());
    words.addAll(reflux.with(command(entry)));
    try {
      Files.deleteIfExists(folder.pid(name));
      Process process = into(folder.said(name), true, words, VisibleDevices.of(entry.given()));
      processes.put(name, process.toHandle());
      return process.onExit().thenApply(ended -> new ChildExit(ended.exitValue()));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private List<String> command(QueueEntry entry) {
    String name = entry.name();
    String run = folder.run(name).root().toString();
    if (folder.run(name).isBegun()) {
      return List.of("resume", run);
    }
    List<String> words =
        new ArrayList<>(List.of("run", folder.file(name).toString(), "--run-dir", run));
    for (String need : entry.needs()) {
      words.addAll(List.of("--take-from", folder.run(need).root().toString()));
    }
    return words;
  }

  private Process into(Path said, boolean append, List<String> words, Map<String, String> further)
      throws IOException {
    File file = said.toFile();
    ProcessBuilder process =
        new ProcessBuilder(words)
            .directory(folder.root().toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(
                append ? ProcessBuilder.Redirect.appendTo(file) : ProcessBuilder.Redirect.to(file));
    process.environment().putAll(further);
    return process.start();
  }

  @Override
  public Optional<CompletionStage<ChildExit>> find(String name) {
    Optional<ProcessHandle> found = number(name).flatMap(ProcessHandle::of);
    return found
        .filter(process -> process.isAlive() && isOlder(process, folder.pid(name)))
        .map(
            process -> {
              processes.put(name, process);
              return process.onExit().thenApply(ended -> end(name));
            });
  }

  /** Its exit code went to the process that started it; what it came to stands in its files. */
  private ChildExit end(String name) {
    return Files.exists(folder.run(name).summary())
        ? new ChildExit(ChildExit.DONE)
        : ChildExit.UNSEEN;
  }

  private Optional<Long> number(String name) {
    try {
      return Optional.of(Long.parseLong(Files.readString(folder.pid(name)).trim()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The system gives numbers again: a process that began after its file is another one. */
  private static boolean isOlder(ProcessHandle process, Path file) {
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return process
          .info()
          .startInstant()
          .map(began -> !began.isAfter(written.plus(CLOCKS_DIFFER)))
          .orElse(true);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void stop(String name) {
    ProcessHandle process = processes.get(name);
    if (process != null) {
      Signals.send("TERM", process);
    }
  }

  @Override
  public String crashFile(String name) {
    List<Path> places = List.of(folder.root(), Path.of(System.getProperty("java.io.tmpdir")));
    return number(name)
        .filter(number -> folder.run(name).isBegun())
        .flatMap(number -> new CrashFiles(places).move(number, folder.run(name).root()))
        .orElse("");
  }

  @Override
  public List<String> lastWords(String name) {
    List<String> lines = lines(folder.said(name));
    return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
  }

  private static List<String> lines(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
