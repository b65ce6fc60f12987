package io.reflux.conformance.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.Suite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Metrics against the values of the original classes. */
public final class MetricSuite implements Suite {

  @Override
  public String kind() {
    return "metrics";
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    JsonNode datasets = golden.read("data.json");
    List<Case> cases = new ArrayList<>();
    for (JsonNode file : golden.index().path("files")) {
      if (file.has("cases")) {
        gather(golden.read(file.path("file").asText()).path("cases"), datasets, cases);
      }
    }
    return cases;
  }

  private static void gather(JsonNode file, JsonNode datasets, List<Case> cases) {
    Map<String, JsonNode> inputsOf = new HashMap<>();
    for (JsonNode each : file) {
      inputsOf.put(each.path("id").asText(), each.path("inputs"));
    }
    for (JsonNode each : file) {
      String sameAs = each.path("inputs").path("same_as").asText();
      JsonNode inputs = inputsOf.getOrDefault(sameAs, each.path("inputs"));
      MetricCase golden = new MetricCase(each, inputs, datasets);
      String operation = each.path("op").asText();
      cases.add(
          new Case(
              operation.replaceFirst("@.*", ""),
              each.path("id").asText(),
              device -> MetricChecks.differences(golden, device)));
    }
  }
}
