package io.reflux.conformance.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Suite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Indices of datasets, against the original dataset classes. The classes' names are compared with
 * S2SD's tables only: DiVA's and LabelRelaxation's tables hold other things.
 */
public final class DatasetSuite implements Suite {
  @Override
  public String kind() {
    return "datasets";
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode entry : golden.index().path("files")) {
      JsonNode file = golden.read(entry.path("file").asText());
      if (file.has("images")) {
        cases.add(
            new Case(
                "images",
                entry.path("file").asText(),
                device -> ImageMeans.differences(golden.folder(), file.path("images"))));
      }
      Map<String, JsonNode> byId = new HashMap<>();
      for (JsonNode each : file.path("cases")) {
        byId.put(each.path("id").asText(), each);
        JsonNode base = byId.get(each.path("inputs").path("base_case").asText());
        GoldenCase one = new GoldenCase(each);
        GoldenTree tree = new GoldenTree(golden.folder(), each, base);
        cases.add(new Case(one.op(), each.path("id").asText(), device -> differences(one, tree)));
      }
    }
    return cases;
  }

  private static List<String> differences(GoldenCase one, GoldenTree tree) throws IOException {
    if (one.op().equals("subset_indices")) {
      return SimRegCheck.subset(one);
    }
    String source = one.json().path("source").asText();
    return tree.with(
        root -> {
          if (source.startsWith("simreg")) {
            return SimRegCheck.differences(one, root);
          }
          return source.startsWith("LabelRelaxation")
              ? new LabelRelaxationCheck(one, root).differences()
              : new SplitsCheck(one, root).differences();
        });
  }
}
