package io.reflux.status;

import akka.http.javadsl.model.StatusCodes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.reflux.stage.Steering;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the body of a request that steers says: one JSON object with the fields of its command, and
 * no others. No body is an object without fields.
 */
final class SteeringBody {
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final String TASK = "task";

  private final String command;
  private final JsonNode object;

  private SteeringBody(String command, JsonNode object) {
    this.command = command;
    this.object = object;
  }

  /**
   * Reads a body.
   *
   * @param command the command's name, for sentences
   * @throws RefusedException if it is no JSON object
   */
  static SteeringBody of(String command, String text) {
    try {
      JsonNode read = STRICT.readTree(text.isBlank() ? "{}" : text);
      if (read.isObject()) {
        return new SteeringBody(command, read);
      }
    } catch (JsonProcessingException e) {
      // the sentence below says it
    }
    throw new RefusedException(
        StatusCodes.BAD_REQUEST,
        command + ": the body is no JSON object (expected: one, or no body)");
  }

  /** The task that it is for; empty if none is named. */
  String task() {
    JsonNode task = object.path(TASK);
    if (!task.isMissingNode() && !task.isTextual()) {
      throw wrong(TASK, task, "the name of a task");
    }
    return task.asText("");
  }

  /** A command that takes nothing but a task. */
  Steering nothing(Steering steering) {
    refuseAllBut("");
    return steering;
  }

  /** Reads {@code factor}. */
  Steering learningRate() {
    refuseAllBut("factor");
    JsonNode factor = object.path("factor");
    if (!factor.isNumber()) {
      throw wrong("factor", factor, "a number > 0");
    }
    try {
      return new Steering.LearningRate(factor.asDouble());
    } catch (IllegalArgumentException e) {
      throw wrong("factor", factor, "a finite number > 0");
    }
  }

  /** Reads {@code grace}. */
  Steering stop(Duration usual) {
    refuseAllBut("grace");
    JsonNode grace = object.path("grace");
    if (grace.isMissingNode()) {
      return new Steering.Stop(usual);
    }
    return duration(grace)
        .<Steering>map(Steering.Stop::new)
        .orElseThrow(() -> wrong("grace", grace, "a time >= 0 with its unit, as \"30s\""));
  }

  private static Optional<Duration> duration(JsonNode value) {
    if (!value.isTextual() || value.asText().chars().noneMatch(Character::isLetter)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
              ConfigFactory.parseMap(Map.of("grace", value.asText())).getDuration("grace"))
          .filter(read -> !read.isNegative());
    } catch (ConfigException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private void refuseAllBut(String known) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals(known) && !name.equals(TASK)) {
                throw wrong(
                    name,
                    object.path(name),
                    "no such field, but " + (known.isEmpty() ? "" : known + ", ") + TASK);
              }
            });
  }

  private RefusedException wrong(String field, JsonNode value, String expected) {
    String shown = value.isMissingNode() ? "missing" : value.toString();
    return new RefusedException(
        StatusCodes.BAD_REQUEST,
        String.format("%s.%s: %s (expected: %s)", command, field, shown, expected));
  }
}
