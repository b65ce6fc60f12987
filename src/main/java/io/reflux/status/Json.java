package io.reflux.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StageState;
import io.reflux.stage.StepProgress;
import io.reflux.stage.TaskPhase;
import io.reflux.stage.TaskProgress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records as JSON text. A run's status is one flat object, however the record is made up. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .addMixIn(RunStatus.class, FlatStatus.class)
          .addMixIn(TaskProgress.class, FlatProgress.class)
          .addMixIn(RunState.class, Word.class)
          .addMixIn(StageState.class, Word.class)
          .addMixIn(TaskPhase.class, Word.class);

  private Json() {}

  /** The components of a task beside those of its run. */
  interface FlatStatus {
    @JsonUnwrapped
    TaskProgress progress();
  }

  /** The components of the latest step beside those of its task. */
  interface FlatProgress {
    @JsonUnwrapped
    StepProgress latest();
  }

  /** A state is its word. */
  interface Word {
    @JsonValue
    String word();
  }

  /** The same as maps, lists and plain values. */
  static Map<String, Object> tree(Object value) {
    return MAPPER.convertValue(value, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a record of plain values: " + value, e);
    }
  }
}
