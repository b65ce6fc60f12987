package io.reflux.rundir;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Summaries as JSON. One of another version reads as far as this one knows it: fields that it does
 * not know are passed over, those that are missing are 0 or empty.
 */
final class SummaryFormat {
  private static final String NO_SUMMARY = ": no summary (expected: JSON as Reflux writes it); ";
  private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

  private final ObjectMapper json =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withConfigOverride(List.class, list -> list.setSetterInfo(EMPTY))
          .withConfigOverride(Map.class, map -> map.setSetterInfo(EMPTY))
          .withConfigOverride(String.class, text -> text.setSetterInfo(EMPTY))
          .build();

  /** A summary as it is written. */
  byte[] write(Object summary) {
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(summary);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary is always JSON", e);
    }
  }

  /** The same with its checksum. */
  byte[] sealed(Object summary) {
    return SummarySeal.seal(write(summary));
  }

  /** Something as one line, with its checksum and its end. */
  byte[] line(Object entry) {
    try {
      return (SummarySeal.sealLine(json.writeValueAsString(entry)) + '\n')
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an entry is always JSON", e);
    }
  }

  /** Reads a line; empty if it is none, or not what its checksum says. */
  <T> Optional<T> parsed(byte[] line, Class<T> kind) {
    if (SummarySeal.broken(line).isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(json.readValue(line, kind));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a file; empty if there is none.
   *
   * @throws InputException if it holds something else, or not what its checksum says
   */
  <T> Optional<T> read(Path file, Class<T> kind) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      byte[] bytes = Files.readAllBytes(file);
      Optional<String> broken = SummarySeal.broken(bytes);
      if (broken.isPresent()) {
        throw new InputException(file + NO_SUMMARY + broken.get());
      }
      return Optional.of(json.readValue(bytes, kind));
    } catch (JsonProcessingException e) {
      throw new InputException(file + NO_SUMMARY + reason(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read", e);
    }
  }

  private static String reason(JsonProcessingException e) {
    String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    return where + e.getOriginalMessage();
  }
}
