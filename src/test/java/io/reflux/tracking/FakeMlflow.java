package io.reflux.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** As much of MLflow's REST API as is asked: experiments and runs that are kept in memory. */
final class FakeMlflow implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final Map<String, Run> runs = new LinkedHashMap<>();
  final List<String> experiments = new ArrayList<>();
  final List<String> authorizations = new ArrayList<>();

  /** True while it refuses everything. */
  volatile boolean down;

  private final HttpServer server;

  /** A run as MLflow keeps it; metrics are told as {@code name@step=value}. */
  static final class Run {
    final Map<String, String> tags = new TreeMap<>();
    final Map<String, String> params = new TreeMap<>();
    final List<String> metrics = new ArrayList<>();
    String name = "";
    String status = "RUNNING";
  }

  FakeMlflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/mlflow/api/2.0/mlflow/", this::answer);
    server.start();
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mlflow");
  }

  Run first() {
    return runs.values().iterator().next();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst(".*/mlflow/", "");
    JsonNode body = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    ObjectNode answer = MAPPER.createObjectNode();
    int status = down ? 503 : 200;
    if (!down) {
      switch (path) {
        case "experiments/get-by-name" -> {
          status = experiments.isEmpty() ? 404 : 200;
          answer.putObject("experiment").put("experiment_id", "0");
        }
        case "experiments/create" -> {
          experiments.add(body.path("name").asText());
          answer.put("experiment_id", "0");
        }
        case "runs/search" -> found(body.path("filter").asText(), answer);
        case "runs/create" -> {
          Run run = new Run();
          run.name = body.path("run_name").asText();
          put(body.path("tags"), run.tags);
          String id = "r" + runs.size();
          runs.put(id, run);
          answer.putObject("run").putObject("info").put("run_id", id);
        }
        case "runs/log-batch" -> {
          status = isWithinBounds(body) ? 200 : 400;
          log(body, run(body));
        }
        case "runs/update" -> run(body).status = body.path("status").asText();
        default -> status = 400;
      }
    }
    byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /**
   * As MLflow's server checks it ({@code mlflow/utils/validation.py}), but for values of
   * parameters, of which it took 500 characters before 2.8 and takes 6,000 since.
   */
  private static boolean isWithinBounds(JsonNode body) {
    int metrics = body.path("metrics").size();
    int params = body.path("params").size();
    boolean named = true;
    List<JsonNode> all = new ArrayList<>();
    body.path("metrics").forEach(all::add);
    body.path("params").forEach(all::add);
    for (JsonNode each : all) {
      String key = each.path("key").asText();
      named &= key.length() <= 250 && key.matches("[-A-Za-z0-9_. /]+");
      named &= ("/" + key + "/").matches("(/(?!\\.\\.?/)[^/]+)+/");
      named &= each.path("value").asText().length() <= 500;
    }
    int tags = body.path("tags").size();
    for (JsonNode tag : body.path("tags")) {
      named &= tag.path("key").asText().matches("[-A-Za-z0-9_. /]{1,250}");
      named &= tag.path("value").asText().length() <= 5000;
    }
    for (JsonNode metric : body.path("metrics")) {
      named &= metric.path("value").isNumber() && metric.path("timestamp").asLong(-1) >= 0;
    }
    return named
        && body.toString().length() <= 1_000_000
        && metrics <= 1000
        && params <= 100
        && tags <= 100
        && metrics + params + body.path("tags").size() <= 1000;
  }

  private void found(String filter, ObjectNode answer) {
    var found = answer.putArray("runs");
    runs.forEach(
        (id, run) -> {
          String own = "tags.`reflux.key` = '%s'".formatted(run.tags.get("reflux.key"));
          if (own.equals(filter)) {
            ObjectNode one = found.addObject();
            one.putObject("info").put("run_id", id);
            var tags = one.putObject("data").putArray("tags");
            run.tags.forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
          }
        });
  }

  private Run run(JsonNode body) {
    Run run = runs.get(body.path("run_id").asText());
    if (run == null) {
      throw new AssertionError("no run " + body);
    }
    return run;
  }

  private static void log(JsonNode body, Run run) {
    put(body.path("params"), run.params);
    put(body.path("tags"), run.tags);
    body.path("metrics")
        .forEach(
            m ->
                run.metrics.add(
                    m.path("key").asText()
                        + "@"
                        + m.path("step").asLong()
                        + "="
                        + m.path("value")));
  }

  private static void put(JsonNode pairs, Map<String, String> all) {
    pairs.forEach(pair -> all.put(pair.path("key").asText(), pair.path("value").asText()));
  }
}
