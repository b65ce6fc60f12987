package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.wire.StatusBytes;
import io.reflux.wire.proto.HealthMessage;
import io.reflux.wire.proto.ReadyMessage;
import io.reflux.wire.proto.RunStatusMessage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the Protobuf answers to the JSON ones: the same fields with the same values. */
class ProtobufAnswersTest {
  private static final String TYPE = "application/x-protobuf";

  @TempDir private Path folder;

  @Test
  void statusHasTheFieldsOfJsonAndTheirValues() throws Exception {
    asBoth(Runs.at(7, RunState.RUNNING), "status", RunStatusMessage.parser());
  }

  @Test
  void everyFieldOfTheSchemaIsOneOfJson() {
    Map<String, Object> json = Json.tree(Runs.at(7, RunState.RUNNING));
    assertThat(names(RunStatusMessage.getDescriptor().getFields())).isEqualTo(json.keySet());
    Map<?, ?> stage = (Map<?, ?>) ((List<?>) json.getOrDefault("stages", List.of())).get(0);
    assertThat(
            names(
                RunStatusMessage.getDescriptor()
                    .findFieldByName("stages")
                    .getMessageType()
                    .getFields()))
        .isEqualTo(stage.keySet());
  }

  @Test
  void healthAndReadinessAreTheSameInBoth() throws Exception {
    asBoth(Runs.at(7, RunState.RUNNING), "health", HealthMessage.parser());
    asBoth(Runs.hanging(7), "health", HealthMessage.parser());
    asBoth(Runs.at(7, RunState.FAILED), "health", HealthMessage.parser());
    asBoth(Runs.at(7, RunState.RUNNING), "ready", ReadyMessage.parser());
  }

  @Test
  void aSilentRunIsSilentInBoth() throws Exception {
    StatusSpec impatient =
        new StatusSpec(
            "127.0.0.1",
            0,
            Duration.ofMillis(20),
            Duration.ofMillis(20),
            List.of(),
            Optional.empty(),
            new StatusSpec.Limits(16, 3, 10_000));
    try (Served served = Served.run(Runs.handle(folder, CompletableFuture::new), impatient)) {
      HttpResponse<byte[]> message = served.bytes("status", "Accept", TYPE);
      assertThat(message.statusCode()).isEqualTo(503);
      assertThat(HealthMessage.parseFrom(message.body()).getState()).isEqualTo("silent");
      assertThat(HealthMessage.parseFrom(message.body()).getReason()).contains("not answer");
    }
  }

  @Test
  void jsonIsTheDefault() {
    assertThat(prefersProtobuf("application/x-protobuf")).isTrue();
    assertThat(prefersProtobuf("text/html, Application/X-Protobuf;q=0.8, */*;q=0.1")).isTrue();
    assertThat(prefersProtobuf("application/json;q=0.5, application/x-protobuf")).isTrue();
    assertThat(
            Stream.of(
                "",
                "*/*",
                "application/*",
                "application/json",
                "application/x-protobuf;q=0",
                "application/x-protobuf;q=x",
                "application/json, application/x-protobuf",
                "application/x-protobuf;q=0.5, application/json;q=0.6"))
        .noneMatch(ProtobufAnswersTest::prefersProtobuf);
  }

  @Test
  void aValueWithoutAFieldIsRefused() {
    assertThatThrownBy(() -> StatusBytes.ready(Map.of("redy", true)))
        .hasMessage("ReadyMessage.redy: true (expected: one of its fields)");
  }

  private static boolean prefersProtobuf(String header) {
    return new Accepted(header).prefers(TYPE, "application/json");
  }

  private <M extends Message> void asBoth(RunStatus status, String path, Parser<M> parser)
      throws Exception {
    try (Served served =
        Served.run(Runs.handle(folder, () -> CompletableFuture.completedFuture(status)))) {
      HttpResponse<String> json = served.get(path);
      HttpResponse<byte[]> message = served.bytes(path, "Accept", TYPE);
      assertThat(message.headers().firstValue("Content-Type")).hasValue(TYPE);
      assertThat(json.headers().firstValue("Content-Type")).hasValue("application/json");
      assertThat(message.statusCode()).isEqualTo(json.statusCode());
      JsonNode tree = new ObjectMapper().readTree(json.body());
      assertThat(plain(parser.parseFrom(message.body()), tree)).isEqualTo(plain(tree));
    }
  }

  private static Set<String> names(List<FieldDescriptor> fields) {
    Set<String> names = new TreeSet<>();
    fields.forEach(field -> names.add(field.getJsonName()));
    return names;
  }

  /** A message's fields by JSON's names, those that JSON has, as text. */
  private static Map<String, Object> plain(Message message, JsonNode like) {
    Map<String, Object> all = new TreeMap<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      String name = field.getJsonName();
      if (like.has(name) || isSet(message, field)) {
        all.put(name, value(message, field, like.path(name)));
      }
    }
    return all;
  }

  private static boolean isSet(Message message, FieldDescriptor field) {
    return field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
  }

  private static Object value(Message message, FieldDescriptor field, JsonNode like) {
    Object value = message.getField(field);
    if (field.isMapField()) {
      Map<String, Object> entries = new TreeMap<>();
      for (Object each : (List<?>) value) {
        Message entry = (Message) each;
        FieldDescriptor content = field.getMessageType().findFieldByName("value");
        String key = (String) entry.getField(field.getMessageType().findFieldByName("key"));
        entries.put(
            key,
            content.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? message((Message) entry.getField(content), like.path(key))
                : number(entry.getField(content)));
      }
      return entries;
    }
    if (field.isRepeated()) {
      List<?> items = (List<?>) value;
      return java.util.stream.IntStream.range(0, items.size())
          .mapToObj(i -> item(items.get(i), like.path(i)))
          .toList();
    }
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        ? plain((Message) value, like)
        : number(value);
  }

  private static Object item(Object value, JsonNode like) {
    return value instanceof Message message ? plain(message, like) : value;
  }

  /** A message that is one map stands for the map. */
  private static Object message(Message value, JsonNode like) {
    List<FieldDescriptor> fields = value.getDescriptorForType().getFields();
    return fields.size() == 1 && fields.get(0).isMapField()
        ? plain(value, wrapped(like)).getOrDefault("values", Map.of())
        : plain(value, like);
  }

  private static JsonNode wrapped(JsonNode values) {
    return new ObjectMapper().createObjectNode().set("values", values);
  }

  private static Object number(Object value) {
    return value instanceof Number number ? (Object) number.doubleValue() : value;
  }

  private static Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> all = new TreeMap<>();
      node.properties().forEach(field -> all.put(field.getKey(), plain(field.getValue())));
      return all;
    }
    if (node.isArray()) {
      return java.util.stream.StreamSupport.stream(node.spliterator(), false)
          .map(ProtobufAnswersTest::plain)
          .toList();
    }
    return node.isNumber()
        ? (Object) node.asDouble()
        : node.isBoolean() ? node.asBoolean() : node.asText();
  }
}
