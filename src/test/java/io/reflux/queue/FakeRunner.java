package io.reflux.queue;

import io.reflux.keep.ChildExit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Processes that are none: tests say how they end. */
final class FakeRunner implements RunProcesses {
  final List<String> started = new CopyOnWriteArrayList<>();
  final List<String> stopped = new CopyOnWriteArrayList<>();
  final Map<String, Checked> checks = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<ChildExit>> alive = new ConcurrentHashMap<>();

  /** Ends a process. */
  void end(String name, int code) {
    Objects.requireNonNull(alive.remove(name), name).complete(new ChildExit(code));
  }

  /** The processes that are there. */
  List<String> alive() {
    return alive.keySet().stream().sorted().toList();
  }

  @Override
  public CompletionStage<Checked> check(String name) {
    return CompletableFuture.completedFuture(
        checks.getOrDefault(name, new Checked(List.of(), List.of())));
  }

  @Override
  public CompletionStage<ChildExit> start(QueueEntry entry) {
    String name = entry.name();
    CompletableFuture<ChildExit> end = new CompletableFuture<>();
    if (alive.putIfAbsent(name, end) != null) {
      throw new IllegalStateException(name + ": two processes for one run");
    }
    started.add(name);
    return end;
  }

  @Override
  public Optional<CompletionStage<ChildExit>> find(String name) {
    return Optional.ofNullable(alive.get(name));
  }

  @Override
  public void stop(String name) {
    stopped.add(name);
  }

  @Override
  public String crashFile(String name) {
    return "";
  }

  @Override
  public List<String> lastWords(String name) {
    return List.of("said " + name);
  }
}
