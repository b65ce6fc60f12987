package io.reflux.conformance.checkpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.Suite;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of weights, good and bad: their tensors to the bit, or a refusal in one sentence. */
public final class CheckpointSuite implements Suite {

  @Override
  public String kind() {
    return "checkpoints";
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode entry : golden.index().path("files")) {
      String file = entry.path("file").textValue();
      JsonNode told = golden.read(entry.path("expected").textValue());
      if (told.has("cases")) {
        cases.addAll(KeyMapCheck.cases(told));
      } else {
        cases.add(ofFile(golden.folder().resolve(file), told.path("expected")));
      }
    }
    return cases;
  }

  private static Case ofFile(Path file, JsonNode expected) {
    String name = file.getFileName().toString();
    String format = name.endsWith("safetensors") ? "safetensors" : "pickle";
    return new Case(
        format + " " + expected.path("outcome").textValue(),
        name,
        device -> differences(file, expected));
  }

  private static List<String> differences(Path file, JsonNode expected) {
    if (!Files.isRegularFile(file)) {
      return List.of(file + ": missing (expected: a file)");
    }
    SavedTensors saved = new SavedTensors(expected.path("tree"));
    NamedTensors found;
    try {
      found = WeightsFile.read(file);
    } catch (IOException refusal) {
      return ofRefusal(String.valueOf(refusal.getMessage()), expected, saved);
    }
    return expected.path("outcome").textValue().equals("refuse")
        ? List.of("loaded (expected: refused: " + expected.path("reason").textValue() + ")")
        : saved.differences(found);
  }

  /** Refused is what has to be, and what is plain data without a dict of named tensors. */
  private static List<String> ofRefusal(String message, JsonNode expected, SavedTensors saved) {
    boolean may = expected.path("outcome").textValue().contains("refuse");
    boolean nothing = saved.isEmpty() && message.contains("no named tensors");
    if (!may && !nothing) {
      return List.of("refused: " + message + " (expected: loaded)");
    }
    if (expected.path("forbidden").asBoolean() && !message.contains(": global ")) {
      return List.of("refused: " + message + " (expected: naming the global)");
    }
    return List.of();
  }
}
