package io.reflux.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reflux.rundir.RunDirectory;
import io.reflux.setting.InputException;
import io.reflux.setting.ShellWord;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a queue: pipeline files right inside of a folder, runs in {@code runs/<name>} unless
 * another place is named, and in {@code .queue} a file for each entry, written whole or not at all.
 *
 * @param root the folder
 * @param runs where each run has a folder of its name
 */
public record QueueFolder(Path root, Path runs) {
  private static final Logger LOG = LoggerFactory.getLogger(QueueFolder.class);
  private static final String CONF = ".conf";
  private static final String JSON_END = ".json";
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** A folder with its runs in {@code runs}. */
  public QueueFolder(Path root) {
    this(root, root.resolve("runs"));
  }

  /** The folder, with what it needs inside made. */
  public static QueueFolder in(Path root) {
    return new QueueFolder(root.toAbsolutePath().normalize()).made();
  }

  /** The same with each run right beside its file, with what it needs inside made. */
  public static QueueFolder besideFiles(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    return new QueueFolder(absolute, absolute).made();
  }

  private QueueFolder made() {
    try {
      Files.createDirectories(own());
      Files.createDirectories(runs);
    } catch (IOException e) {
      throw new UncheckedIOException(root + ": can't be made a queue", e);
    }
    return this;
  }

  /** Where the queue keeps what is its own. */
  public Path own() {
    return root.resolve(".queue");
  }

  /** Where it answers. */
  public Path url() {
    return own().resolve("serve.url");
  }

  /** The certificate that it shows, while it answers by TLS. */
  Path certificate() {
    return own().resolve("serve.pem");
  }

  /** Locked while a process serves it. */
  Path lock() {
    return own().resolve("serve.lock");
  }

  /** A pipeline file. */
  public Path file(String name) {
    return root.resolve(name + CONF);
  }

  /** A file's run directory. */
  public RunDirectory run(String name) {
    return new RunDirectory(runs.resolve(name));
  }

  /** What a run's process says. */
  Path said(String name) {
    return own().resolve(name + ".out");
  }

  /** The number of a run's process. */
  Path pid(String name) {
    return own().resolve(name + ".pid");
  }

  /** The name of a pipeline file; empty if it is none. */
  static Optional<String> name(Path file) {
    String last = String.valueOf(file.getFileName());
    boolean isOne = last.endsWith(CONF) && !last.startsWith(".") && last.length() > CONF.length();
    return isOne ? Optional.of(last.substring(0, last.length() - CONF.length())) : Optional.empty();
  }

  /** What changes when a file's content does; empty if there is no such file. */
  Optional<String> mark(String name) {
    try {
      Path file = file(name);
      return Files.isRegularFile(file)
          ? Optional.of(Files.size(file) + "@" + Files.getLastModifiedTime(file).toMillis())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // it went in between
    }
  }

  /** Writes an entry; it is on the disk before the answer. */
  void write(QueueEntry entry) {
    Path file = own().resolve(entry.name() + JSON_END);
    try {
      byte[] text = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(entry);
      DurableFile.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be written", e);
    }
  }

  /**
   * A pipeline file that was looked at already.
   *
   * @param name a file of the folder
   * @param arrival among equals, the lowest goes first
   * @param devices the graphics processors that it names
   * @param needs files that must be done before, whose tasks it takes where they are the same
   */
  public record Admitted(String name, long arrival, List<String> devices, List<String> needs) {}

  /**
   * Puts a pipeline file in line, also one that was in line before and has ended; what a process is
   * at, or was left by one, stays as it is. Only while nobody serves the folder.
   */
  public void admit(Admitted file) {
    String name = file.name();
    Path own = own().resolve(name + JSON_END);
    Optional<QueueEntry> before = Files.exists(own) ? read(own) : Optional.empty();
    if (before.filter(entry -> entry.state().hasProcess()).isEmpty()) {
      String mark =
          mark(name)
              .orElseThrow(
                  () -> new InputException(file(name) + ": missing (expected: a pipeline file)"));
      write(
          QueueEntry.seen(name, mark, file.arrival())
              .looked(new RunProcesses.Checked(List.of(), file.devices()))
              .after(file.needs()));
    }
  }

  /** Forgets an entry. */
  void forget(String name) {
    try {
      Files.deleteIfExists(own().resolve(name + JSON_END));
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": can't be forgotten", e);
    }
  }

  /** All entries. */
  List<QueueEntry> read() {
    List<QueueEntry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(own())) {
      for (Path file : files.filter(f -> f.toString().endsWith(JSON_END)).toList()) {
        read(file).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(own() + ": can't be read", e);
    }
    return entries;
  }

  private static Optional<QueueEntry> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), QueueEntry.class));
    } catch (JsonProcessingException e) {
      LOG.warn("{}: no entry of a queue; its file is looked at anew", file, e);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }

  /**
   * The address at which the queue answers now.
   *
   * @throws InputException if nobody serves it
   */
  public String readUrl() throws IOException {
    if (!Files.exists(url())) {
      throw new InputException(
          root
              + ": no queue is served (expected: reflux serve "
              + ShellWord.of(root)
              + ", while it runs)");
    }
    return Files.readString(url()).trim();
  }
}
