package io.reflux.checkpoint;

import io.reflux.weights.DurableFile;
import io.reflux.weights.FolderRemoval;
import io.reflux.weights.LinkedFile;
import io.reflux.wire.CheckpointManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one task: {@code <folder>/step-0000000123-7/}, the seventh ever written, at
 * step 123.
 *
 * <p>Killing the process at any instant leaves the checkpoints that were complete before, or those
 * and the new one. One process writes at a time; a store is used by one thread.
 */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final Pattern NAME = Pattern.compile("step-(\\d{10,19})-(\\d{1,18})");
  private static final String ASIDE = ".";

  private final Path folder;
  private final Retention retention;
  private final List<String> problems = new ArrayList<>();

  /**
   * A store.
   *
   * @param folder where the checkpoints lie; made when the first one is written
   * @param keepLast how many of the last written stay, at least 1; the newest best one of each
   *     student stays too
   */
  public CheckpointStore(Path folder, int keepLast) {
    this(folder, Retention.ofLast(keepLast));
  }

  /** As above; what stays is said in full. */
  public CheckpointStore(Path folder, Retention retention) {
    this.folder = folder;
    this.retention = retention;
  }

  /**
   * Writes a checkpoint, then removes those that need not stay.
   *
   * @return the folder that holds it
   * @throws IOException if it can't be written; the others are as they were
   */
  public Path write(Checkpoint checkpoint) throws IOException {
    makeFolder();
    sweep();
    List<Entry> before = newestFirst();
    long order = before.isEmpty() ? 1 : before.get(0).order + 1;
    String name = String.format("step-%010d-%d", checkpoint.step(), order);
    Path target = folder.resolve(name);
    seal(checkpoint, folder.resolve(ASIDE + name), target);
    try {
      prune();
    } catch (IOException e) {
      LOG.warn("{}: older checkpoints can't be removed", folder, e);
    }
    return target;
  }

  /** Leaves nothing behind if it fails: on a full disk the room is needed. */
  private void seal(Checkpoint checkpoint, Path aside, Path target) throws IOException {
    try {
      Files.createDirectory(aside);
      new CheckpointFolder(aside).write(checkpoint);
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        FolderRemoval.of(aside);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    DurableFile.syncFolder(folder);
  }

  /**
   * The checkpoint written last that is whole; damaged ones are passed over and named in {@link
   * #problems()}.
   */
  public Optional<Checkpoint> latest() throws IOException {
    return firstWhole(newestFirst());
  }

  /** The checkpoint to go on from, and what is wrong with those written later. */
  public ResumePoint resumePoint() throws IOException {
    List<String> passedOver = new ArrayList<>();
    for (Entry entry : newestFirst()) {
      try {
        Checkpoint whole = new CheckpointFolder(entry.path).read();
        return new ResumePoint(Optional.of(whole), passedOver);
      } catch (IOException e) {
        note(e);
        passedOver.add(ResumePoint.reason(entry.path, e));
      }
    }
    return new ResumePoint(Optional.empty(), passedOver);
  }

  /** The newest whole checkpoint that was the best so far for a student. */
  public Optional<Checkpoint> best(String student) throws IOException {
    return firstWhole(newestFirst().stream().filter(e -> bestOf(e).contains(student)).toList());
  }

  /** What all say beside their tensors, the one written last first; unreadable ones not. */
  public List<CheckpointValues> values() throws IOException {
    List<CheckpointValues> values = new ArrayList<>();
    for (Entry entry : newestFirst()) {
      try {
        CheckpointManifest manifest = new CheckpointFolder(entry.path).manifest();
        values.add(new CheckpointValues(entry.step, manifest.scalars(), entry.path));
      } catch (IOException e) {
        note(e);
      }
    }
    return values;
  }

  /** The file with a student's network at a step, checked; empty if that step is not kept. */
  Optional<Path> network(String student, long step) throws IOException {
    List<Entry> entries = ofSteps(step, step);
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(new CheckpointFolder(entries.get(0).path).network(student));
  }

  /** The whole checkpoint of a step; the one written last if there are several. */
  public Optional<Checkpoint> at(long step) throws IOException {
    return firstWhole(ofSteps(step, step));
  }

  /**
   * The newest whole checkpoint of at most so many steps that was the best so far for a student; if
   * none was, the newest whole one.
   */
  public Optional<Checkpoint> best(String student, long atMostSteps) throws IOException {
    List<Entry> entries = ofSteps(0, atMostSteps);
    Optional<Checkpoint> best =
        firstWhole(entries.stream().filter(each -> bestOf(each).contains(student)).toList());
    return best.isPresent() ? best : firstWhole(entries);
  }

  /** The steps of all checkpoints, ascending, whole or not. */
  public List<Long> steps() {
    try {
      return newestFirst().stream().map(Entry::step).distinct().sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": can't be listed", e);
    }
  }

  /** Moves all checkpoints after a step into another folder, which is made; the newest first. */
  public void moveLater(long step, Path other) throws IOException {
    Files.createDirectories(other);
    for (Entry entry : ofSteps(step + 1, Long.MAX_VALUE)) {
      Files.move(
          entry.path, other.resolve(entry.path.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Gives the newest whole checkpoint of at most so many steps a place in another folder too.
   *
   * @param other a store's folder, which is made
   * @return its step; 0 if there is none
   */
  public long link(Path other, long atMostSteps) throws IOException {
    Files.createDirectories(other);
    for (Entry entry : ofSteps(0, atMostSteps)) {
      try {
        new CheckpointFolder(entry.path).read();
        LinkedFile.all(entry.path, other.resolve(entry.path.getFileName()));
        return entry.step();
      } catch (IOException e) {
        note(e);
      }
    }
    return 0;
  }

  /** Those from one step to another, the one written last first. */
  private List<Entry> ofSteps(long from, long to) throws IOException {
    return newestFirst().stream().filter(e -> e.step >= from && e.step <= to).toList();
  }

  /** What was wrong with the checkpoints passed over so far, each once. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  private Optional<Checkpoint> firstWhole(List<Entry> entries) {
    for (Entry entry : entries) {
      try {
        return Optional.of(new CheckpointFolder(entry.path).read());
      } catch (IOException e) {
        note(e);
      }
    }
    return Optional.empty();
  }

  private Set<String> bestOf(Entry entry) {
    try {
      CheckpointManifest manifest = new CheckpointFolder(entry.path).manifest();
      return manifest.bestOf();
    } catch (IOException e) {
      note(e);
      return Set.of();
    }
  }

  private void note(IOException e) {
    String problem = String.valueOf(e.getMessage());
    if (!problems.contains(problem)) {
      problems.add(problem);
      LOG.warn("checkpoint passed over: {}", problem);
    }
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      DurableFile.syncFolder(Files.createDirectories(folder).resolve(".."));
    }
  }

  private void prune() throws IOException {
    Set<String> seen = new HashSet<>();
    int place = 0;
    for (Entry entry : newestFirst()) {
      boolean best = retention.best() && seen.addAll(bestOf(entry));
      boolean stays = place++ < retention.last() || best || retention.keepsForGood(entry.step);
      if (!stays) {
        remove(entry.path);
      }
    }
  }

  /** Removes what a killed process left half written or half removed. */
  private void sweep() throws IOException {
    for (Path path : list()) {
      if (path.getFileName().toString().startsWith(ASIDE)) {
        FolderRemoval.of(path);
      }
    }
  }

  /** Takes the checkpoint's name away first: no half of it is ever seen under that name. */
  private void remove(Path path) throws IOException {
    Path aside = folder.resolve(ASIDE + path.getFileName());
    Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    FolderRemoval.of(aside);
  }

  private List<Entry> newestFirst() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path path : list()) {
      Matcher matcher = NAME.matcher(path.getFileName().toString());
      if (matcher.matches()) {
        entries.add(
            new Entry(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), path));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::order).reversed());
    return entries;
  }

  private List<Path> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }

  /** A folder with a checkpoint's name; the order counts writes, not steps. */
  private record Entry(long step, long order, Path path) {}
}
