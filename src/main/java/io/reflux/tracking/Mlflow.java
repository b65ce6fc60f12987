package io.reflux.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reflux.setting.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * MLflow: a run for each student, found again by its tags, which also say how far it was told.
 * Names of metrics keep letters, digits and {@code _-. /}; {@code @} becomes {@code _at_}, another
 * character {@code _}, and parts between slashes that are empty or dots alone, which MLflow
 * refuses, are left out. A value of a setting is cut at 500 characters, the bound of older servers.
 * What is no finite number is left out.
 *
 * <p>Formats and bounds: MLflow's REST API 2.0.
 */
public final class Mlflow extends Tracker {
  private static final String KEY = "reflux.key";
  private static final String RUN = "reflux.run";
  private static final String STUDENT = "reflux.student";
  private static final String STEP = "reflux.step";
  private static final String EVALUATION = "reflux.evaluation";
  private static final int MOST_PARAMS = 100;

  /** A request may hold 1,000 things, of which two are tags. */
  private static final int MOST_METRICS = 998;

  private static final int MOST_KEY = 250;
  private static final int MOST_VALUE = 500;
  private static final int MOST_TAG = 5000;

  private final MlflowServer server;
  private final String experiment;
  private final Clock clock;
  private final Map<TrackedStudent, String> runs = new HashMap<>();
  private Optional<String> experimentId = Optional.empty();

  /**
   * A server's experiment, which is made if it isn't there.
   *
   * @param root the server's address
   * @param environment where MLflow's own variables name a token, or a user and password
   */
  public Mlflow(URI root, String experiment, Map<String, String> environment, Clock clock) {
    server = new MlflowServer(root, environment);
    this.experiment = experiment;
    this.clock = clock;
  }

  @Override
  Told begin(TrackedStudent student, Map<String, String> settings) throws IOException {
    String id = experiment();
    Optional<JsonNode> found = find(id, student);
    if (found.isPresent()) {
      String run = found.get().path("info").path("run_id").asText();
      runs.put(student, run);
      update(run, "RUNNING");
      return told(found.get().path("data").path("tags"));
    }
    runs.put(student, create(id, student));
    params(student, settings);
    return Told.NOTHING;
  }

  @Override
  void add(TrackedStudent student, List<Point> points, Told told) throws IOException {
    ArrayNode metrics = MlflowServer.object().arrayNode();
    long now = clock.millis();
    for (Point point : points) {
      point.values().forEach((name, value) -> metric(metrics, name, value, now, point.step()));
      if (!point.evaluation()) {
        metric(metrics, "epoch", point.epoch(), now, point.step());
      }
    }
    ObjectNode body = batch(student);
    for (JsonNode metric : metrics) {
      if (body.withArray("metrics").size() == MOST_METRICS) {
        server.post("runs/log-batch", body);
        body = batch(student);
      }
      body.withArray("metrics").add(metric);
    }
    ArrayNode tags = body.putArray("tags");
    tag(tags, STEP, Long.toString(told.step()));
    tag(tags, EVALUATION, Long.toString(told.evaluation()));
    server.post("runs/log-batch", body);
  }

  @Override
  void end(TrackedStudent student, boolean whole) throws IOException {
    update(run(student), whole ? "FINISHED" : "KILLED");
  }

  /** The experiment's id, asked for once however many students there are. */
  private String experiment() throws IOException {
    if (experimentId.isEmpty()) {
      experimentId = Optional.of(findOrMake());
    }
    return experimentId.get();
  }

  private String findOrMake() throws IOException {
    String query = "experiment_name=" + URLEncoder.encode(experiment, StandardCharsets.UTF_8);
    Optional<JsonNode> found = server.get("experiments/get-by-name", query);
    if (found.isPresent()) {
      return found.get().path("experiment").path("experiment_id").asText();
    }
    ObjectNode body = MlflowServer.object().put("name", experiment);
    return server.post("experiments/create", body).path("experiment_id").asText();
  }

  private Optional<JsonNode> find(String id, TrackedStudent student) throws IOException {
    ObjectNode body = MlflowServer.object();
    body.putArray("experiment_ids").add(id);
    body.put("filter", "tags.`%s` = '%s'".formatted(KEY, key(student)));
    body.put("max_results", 1);
    JsonNode runs = server.post("runs/search", body).path("runs");
    return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(0));
  }

  private String create(String id, TrackedStudent student) throws IOException {
    ObjectNode body =
        MlflowServer.object()
            .put("experiment_id", id)
            .put("run_name", student.toString())
            .put("start_time", clock.millis());
    ArrayNode tags = body.putArray("tags");
    tag(tags, KEY, key(student));
    tag(tags, RUN, first(student.run(), MOST_TAG));
    tag(tags, STUDENT, first(who(student), MOST_TAG));
    return server.post("runs/create", body).path("run").path("info").path("run_id").asText();
  }

  private void params(TrackedStudent student, Map<String, String> settings) throws IOException {
    Map<String, String> named = new TreeMap<>();
    settings.keySet().stream()
        .sorted()
        .forEach(key -> named.putIfAbsent(name(key), settings.getOrDefault(key, "")));
    List<String> keys = List.copyOf(named.keySet());
    for (int from = 0; from < keys.size(); from += MOST_PARAMS) {
      ObjectNode body = batch(student);
      ArrayNode params = body.putArray("params");
      for (String key : keys.subList(from, Math.min(keys.size(), from + MOST_PARAMS))) {
        String value = named.getOrDefault(key, "");
        params.addObject().put("key", key).put("value", first(value, MOST_VALUE));
      }
      server.post("runs/log-batch", body);
    }
  }

  private void update(String run, String status) throws IOException {
    ObjectNode body = MlflowServer.object().put("run_id", run).put("status", status);
    if (!status.equals("RUNNING")) {
      body.put("end_time", clock.millis());
    }
    server.post("runs/update", body);
  }

  private ObjectNode batch(TrackedStudent student) {
    return MlflowServer.object().put("run_id", run(student));
  }

  private String run(TrackedStudent student) {
    String run = runs.get(student);
    if (run == null) {
      throw new IllegalStateException(student + " has not been begun");
    }
    return run;
  }

  private static Told told(JsonNode tags) {
    long step = -1;
    long evaluation = -1;
    for (JsonNode tag : tags) {
      String key = tag.path("key").asText();
      if (key.equals(STEP)) {
        step = tag.path("value").asLong(-1);
      } else if (key.equals(EVALUATION)) {
        evaluation = tag.path("value").asLong(-1);
      }
    }
    return new Told(step, evaluation);
  }

  private static void metric(ArrayNode metrics, String name, double value, long now, long step) {
    if (Double.isFinite(value)) {
      metrics
          .addObject()
          .put("key", name(name))
          .put("value", value)
          .put("timestamp", now)
          .put("step", step);
    }
  }

  private static void tag(ArrayNode tags, String key, String value) {
    tags.addObject().put("key", key).put("value", value);
  }

  private static String who(TrackedStudent student) {
    return student.task() + "." + student.student();
  }

  private static String name(String ours) {
    String allowed = ours.replace("@", "_at_").replaceAll("[^A-Za-z0-9_\\-. /]", "_");
    String path =
        Stream.of(first(allowed, MOST_KEY).split("/"))
            .filter(part -> !part.matches("|\\.\\.?"))
            .collect(Collectors.joining("/"));
    return path.isEmpty() ? "_" : path;
  }

  /** By what a run is found again: a filter takes no text that has both kinds of quotes in it. */
  private static String key(TrackedStudent student) {
    return Sha256.of(student.run() + "\n" + who(student));
  }

  /** No half of a pair of surrogates is left at the end: that would be no JSON. */
  private static String first(String text, int most) {
    int end = Math.min(text.length(), most);
    boolean half = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, half ? end - 1 : end);
  }
}
