package io.reflux.conformance.networks;

import com.fasterxml.jackson.databind.JsonNode;
import io.reflux.conformance.Case;
import io.reflux.conformance.Golden;
import io.reflux.conformance.Suite;
import io.reflux.network.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks with formula-filled weights against the originals: keys, maps, outputs, gradients and
 * statistics; in inference folded and unfolded. Of networks without cases the keys alone. Networks
 * that nothing here describes are left out.
 */
public final class NetworkSuite implements Suite {
  /** Weights are held a few times over: filled, cast, loaded. */
  private static final long BYTES_PER_PARAMETER = 10;

  /** Beyond these, a case takes some seconds. */
  private static final long FEW_PARAMETERS = 12_500_000;

  private final String kind;

  /** The cases of one of the folders that hold networks. */
  public NetworkSuite(String kind) {
    this.kind = kind;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public List<Case> cases(Golden golden) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (JsonNode entry : golden.index().path("networks")) {
      String name = entry.path("network").asText();
      if (!NetworkRecipe.knows(name)) {
        continue;
      }
      if (!entry.has("forward")) {
        cases.add(new Case(name, "keys", device -> keys(golden, entry)));
        continue;
      }
      for (JsonNode each : golden.read(entry.path("forward").asText()).path("cases")) {
        cases.add(forward(golden, entry, each));
      }
    }
    return cases;
  }

  private static Case forward(Golden golden, JsonNode entry, JsonNode each) {
    String name = entry.path("network").asText();
    long parameters = entry.path("parameters").asLong();
    Case.Effort effort =
        new Case.Effort(BYTES_PER_PARAMETER * parameters, parameters > FEW_PARAMETERS);
    String keys = each.path("params").path("keys_file").asText(entry.path("keys").asText());
    Case.Check check =
        device ->
            new NetworkCheck(
                    NetworkRecipe.of(name, each.path("params")),
                    golden.read(keys).path("keys"),
                    each,
                    device)
                .differences();
    return new Case(name, each.path("id").asText(), effort, check);
  }

  /** The keys of a published size that is too large to be computed here. */
  private static List<String> keys(Golden golden, JsonNode entry) throws IOException {
    JsonNode list = golden.read(entry.path("keys").asText());
    String name = entry.path("network").asText();
    Network network = NetworkRecipe.of(name, list.path("constructor")).network();
    List<String> differences = new ArrayList<>();
    NetworkKeys.compare(network, list.path("keys"), differences);
    return differences;
  }
}
