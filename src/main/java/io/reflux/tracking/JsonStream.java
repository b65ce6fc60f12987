package io.reflux.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * A line of JSON for each point, which any tracker's own program can read: {@code run}, {@code
 * task}, {@code student}, {@code step}, {@code epoch}, {@code kind} ({@code step} or {@code
 * evaluation}) and {@code values}; before the first one of a student a line of the kind {@code
 * settings}, after the last one {@code end}.
 */
public final class JsonStream extends Tracker {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintWriter out;

  /** Prints the lines. */
  public JsonStream(PrintWriter out) {
    this.out = out;
  }

  @Override
  Told begin(TrackedStudent student, Map<String, String> settings) {
    ObjectNode line = line(student, "settings");
    settings.forEach(line.putObject("values")::put);
    print(line);
    return Told.NOTHING;
  }

  @Override
  void add(TrackedStudent student, List<Point> points, Told told) {
    for (Point point : points) {
      ObjectNode line = line(student, point.evaluation() ? "evaluation" : "step");
      line.put("step", point.step()).put("epoch", point.epoch());
      point.values().forEach(line.putObject("values")::put);
      print(line);
    }
  }

  @Override
  void end(TrackedStudent student, boolean whole) {
    print(line(student, "end").put("whole", whole));
  }

  private static ObjectNode line(TrackedStudent student, String kind) {
    return MAPPER
        .createObjectNode()
        .put("run", student.run())
        .put("task", student.task())
        .put("student", student.student())
        .put("kind", kind);
  }

  private void print(ObjectNode line) {
    try {
      out.println(MAPPER.writeValueAsString(line));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can't be written", e);
    }
  }
}
