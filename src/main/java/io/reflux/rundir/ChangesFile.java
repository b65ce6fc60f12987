package io.reflux.rundir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reflux.setting.InputException;
import io.reflux.weights.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a task was told to do otherwise, a line of JSON each, as {@code
 * {"step":7,"change":"learning-rate","factor":0.5}}. It stays when the task goes on from an earlier
 * checkpoint, which then does the same again at the same steps. It is replaced as a whole, so it is
 * never half written; a line that was written here has a checksum, one that a person wrote need
 * not.
 */
public final class ChangesFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STEP = "step";
  private static final String CHANGE = "change";
  private static final String FACTOR = "factor";
  private static final Set<String> KEYS = Set.of(STEP, CHANGE, FACTOR, SummarySeal.FIELD);
  private static final String EXPECTED =
      " (expected: {\"step\": >= 1, \"change\": "
          + Arrays.stream(StepChange.Kind.values())
              .map(kind -> '"' + kind.word() + '"')
              .collect(Collectors.joining(" or "))
          + "}, with \"factor\": > 0 for a learning-rate)";

  private final RunDirectory directory;
  private final String task;
  private final Path file;

  /** The changes of a task; there need not be any. */
  public ChangesFile(RunDirectory directory, String task) {
    this.directory = directory;
    this.task = task;
    file = directory.changes(task);
  }

  /**
   * All changes so far, in the order in which they were asked for.
   *
   * @throws InputException if there is something else in the file
   */
  public List<StepChange> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      List<StepChange> changes = new ArrayList<>();
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        if (!line.isBlank()) {
          changes.add(change(line, number));
        }
      }
      return List.copyOf(changes);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }

  /**
   * Writes all changes; they are on the disk when this returns.
   *
   * @throws IOException if the disk refuses; the file is as it was
   */
  public void write(List<StepChange> changes) throws IOException {
    directory.makeTask(task);
    byte[] lines =
        changes.stream()
            .map(change -> line(change) + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8);
    DurableFile.write(file, lines);
  }

  private StepChange change(String line, int number) {
    Optional<String> broken = SummarySeal.broken(line.getBytes(StandardCharsets.UTF_8));
    if (broken.isPresent()) {
      throw new InputException(file + ":" + number + ": " + line + ": " + broken.get());
    }
    try {
      JsonNode node = JSON.readTree(line);
      StepChange.Kind kind = kind(node.path(CHANGE).asText());
      boolean factored = kind == StepChange.Kind.LEARNING_RATE;
      if (!node.path(STEP).isIntegralNumber()
          || node.has(FACTOR) != factored
          || (factored && !node.get(FACTOR).isNumber())
          || !node.properties().stream().allMatch(each -> KEYS.contains(each.getKey()))) {
        throw new IllegalArgumentException(line);
      }
      return new StepChange(
          node.get(STEP).asLong(), kind, factored ? node.get(FACTOR).asDouble() : 1);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new InputException(file + ":" + number + ": " + line + EXPECTED, e);
    }
  }

  private static StepChange.Kind kind(String word) {
    return Arrays.stream(StepChange.Kind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  private static String line(StepChange change) {
    ObjectNode node = JSON.createObjectNode();
    node.put(STEP, change.step());
    node.put(CHANGE, change.kind().word());
    if (change.kind() == StepChange.Kind.LEARNING_RATE) {
      node.put(FACTOR, change.factor());
    }
    return SummarySeal.sealLine(node.toString());
  }
}
