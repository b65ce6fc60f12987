package io.reflux.conformance.checkpoints;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.Suite;
import io.reflux.weights.PickleValue;
import io.reflux.weights.SafetensorsFile;
import io.reflux.weights.TorchFile;
import io.reflux.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checkpoint files, good and bad: loaded to the bit, or refused in one sentence. */
public final class CheckpointSuite implements Suite {
  private static final String SAFETENSORS = "safetensors";

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
    String reader = name.endsWith(SAFETENSORS) ? SAFETENSORS : "pickle";
    return new Case(
        reader + " " + expected.path("outcome").textValue(),
        name,
        device -> differences(file, expected));
  }

  private static List<String> differences(Path file, JsonNode expected) throws IOException {
    String outcome = expected.path("outcome").textValue();
    PickleTree tree = new PickleTree();
    try {
      if (file.toString().endsWith(SAFETENSORS)) {
        tree.compare(SafetensorsFile.read(file).tensors(), expected.path("tree"));
      } else {
        PickleValue root = TorchFile.read(file).root();
        if (!expected.path("tree").isMissingNode()) {
          tree.compare(root, expected.path("tree"));
          tree.compareSharing(root, expected.path("shared_storage_groups"));
        }
      }
    } catch (WeightsException refusal) {
      return ofRefusal(refusal, outcome, expected.path("forbidden").asBoolean());
    }
    return outcome.equals("refuse")
        ? List.of("loaded (expected: refused: " + expected.path("reason").textValue() + ")")
        : tree.differences();
  }

  private static List<String> ofRefusal(
      WeightsException refusal, String outcome, boolean mustNameGlobal) {
    String message = String.valueOf(refusal.getMessage());
    if (!outcome.contains("refuse")) {
      return List.of("refused: " + message + " (expected: loaded)");
    }
    if (mustNameGlobal && !message.contains(": global ")) {
      return List.of("refused: " + message + " (expected: naming the global)");
    }
    return List.of();
  }
}
