package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.stage.RunState;
import io.reflux.stage.StageState;
import io.reflux.stage.Steered;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the description of all addresses to what is served. */
class OpenApiTest {
  private static final String ROW = "task,student,epoch,step";

  @TempDir private Path folder;
  private Served served;
  private JsonNode api;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(folder.resolve("pipeline.conf"), "name = mine");
    Files.writeString(
        folder.resolve("metrics.csv"),
        ROW + ",loss,learning_rate,images_per_second\nt,s,1,1,1,1,1\n");
    Files.writeString(folder.resolve("evaluations.csv"), ROW + ",metrics\nt,s,1,1,map@r=1\n");
    Files.writeString(folder.resolve("report.html"), "<p>");
    Files.writeString(folder.resolve("reflux.log"), "line\n");
    served =
        Served.run(
            Runs.handle(
                folder,
                () -> CompletableFuture.completedFuture(Runs.at(7, RunState.RUNNING)),
                (steering, task) -> CompletableFuture.completedFuture(new Steered(7, "done"))));
    api = new ObjectMapper().readTree(served.get("openapi.json").body());
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void everyAddressThatIsDescribedIsServedAndNoOther() {
    List<String> described = new ArrayList<>();
    each(
        api.get("paths"),
        (path, methods) ->
            each(
                methods,
                (method, call) -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            served.server().endpoints().stream()
                .map(each -> each.method() + " " + each.path())
                .toList());
  }

  @Test
  void everyAddressAnswersAsDescribed() {
    each(
        api.get("paths"),
        (path, methods) ->
            each(
                methods,
                (method, call) -> {
                  if (!path.equals("/events")) { // its answer has no end
                    answers(path, method.toUpperCase(Locale.ROOT), call);
                  }
                }));
  }

  @Test
  void everyStateIsDescribed() {
    JsonNode schemas = api.at("/components/schemas");
    assertThat(texts(schemas.at("/Status/properties/state/enum")))
        .isEqualTo(Stream.of(RunState.values()).map(RunState::word).collect(Collectors.toSet()));
    assertThat(texts(schemas.at("/Stage/properties/state/enum")))
        .isEqualTo(
            Stream.of(StageState.values()).map(StageState::word).collect(Collectors.toSet()));
  }

  private void answers(String path, String method, JsonNode call) {
    String target = path.substring(1).replace("{run}", String.valueOf(folder.getFileName()));
    String body = method.equals("GET") ? "" : example(call);
    HttpRequest.Builder request =
        served
            .request(target)
            .header("Authorization", "Bearer " + Served.TOKEN)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    try {
      var response = served.send(request);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
      JsonNode content = call.at("/responses/200/content").path(type);
      assertThat(content.isMissingNode()).as(path + " " + type).isFalse();
      if (type.equals("application/json")) {
        fits(new ObjectMapper().readTree(response.body()), content.get("schema"), path);
      }
    } catch (Exception e) {
      throw new AssertionError(path, e);
    }
  }

  /** The least body that is allowed. */
  private static String example(JsonNode call) {
    JsonNode schema = call.at("/requestBody/content/application~1json/schema");
    return schema.path("required").isEmpty() ? "{}" : "{\"factor\": 0.5}";
  }

  /** An answer has the fields that are described, and no others, of the types that they have. */
  private void fits(JsonNode value, JsonNode schema, String where) {
    JsonNode own = schema.has("$ref") ? api.at(schema.get("$ref").asText().substring(1)) : schema;
    switch (own.path("type").asText()) {
      case "object" -> fitsObject(value, own, where);
      case "array" -> {
        assertThat(value.isArray()).as(where).isTrue();
        value.forEach(each -> fits(each, own.get("items"), where + "[]"));
      }
      case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
      case "number" -> assertThat(value.isNumber()).as(where).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
      case "string" -> {
        assertThat(value.isTextual()).as(where).isTrue();
        if (own.has("enum")) {
          assertThat(texts(own.get("enum"))).as(where).contains(value.asText());
        }
      }
      default -> throw new AssertionError(where + ": no type in " + own);
    }
  }

  private void fitsObject(JsonNode value, JsonNode schema, String where) {
    assertThat(value.isObject()).as(where).isTrue();
    JsonNode properties = schema.path("properties");
    if (properties.isMissingNode() && !schema.has("additionalProperties")) {
      return; // any object
    }
    texts(schema.path("required"))
        .forEach(name -> assertThat(value.has(name)).as(where + "." + name).isTrue());
    each(
        value,
        (name, field) -> {
          JsonNode type =
              properties.has(name) ? properties.get(name) : schema.path("additionalProperties");
          assertThat(type.isObject()).as(where + "." + name + " is described").isTrue();
          fits(field, type, where + "." + name);
        });
  }

  private interface Named {
    void accept(String name, JsonNode value);
  }

  private static void each(JsonNode object, Named consumer) {
    object.properties().forEach(field -> consumer.accept(field.getKey(), field.getValue()));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> all = new TreeSet<>();
    Consumer<JsonNode> add = each -> all.add(each.asText());
    array.forEach(add);
    return all;
  }
}
