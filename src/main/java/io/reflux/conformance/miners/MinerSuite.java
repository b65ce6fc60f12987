package io.reflux.conformance.miners;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.GoldenCase;
import io.reflux.conformance.Suite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Miners: their exact probabilities, or what they mine where they draw nothing. */
public final class MinerSuite implements Suite {

  @Override
  public String kind() {
    return "miners";
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode entry : golden.index()) {
      String file = entry.path("file").asText();
      Case.Check check = device -> new MinerCheck(new GoldenCase(golden.read(file))).differences();
      cases.add(new Case(entry.path("op").asText(), entry.path("id").asText(), check));
    }
    return cases;
  }
}
