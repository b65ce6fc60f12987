package io.reflux.bench;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a bench came to.
 *
 * @param name of the bench, as {@code programs}
 * @param machine what it ran on
 * @param cases its figures; none if nothing could be compared
 */
@JsonPropertyOrder({"name", "machine", "cases"})
public record BenchReport(String name, String machine, List<BenchCase> cases) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps its own list. */
  public BenchReport {
    cases = List.copyOf(cases);
  }

  /** One JSON object on one line. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // records of numbers and words can always be written
    }
  }

  /** A table for readers: a line a figure, its goal, and whether that is met. */
  public String table() {
    int longest = cases.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    int widest = cases.stream().mapToInt(each -> figure(each).length()).max().orElse(0);
    int goals = cases.stream().mapToInt(each -> each.condition().length()).max().orElse(0);
    String line = "%n%-" + Math.max(1, longest) + "s  %" + Math.max(1, widest) + "s  ";
    StringBuilder text = new StringBuilder(name + " on " + machine);
    for (BenchCase each : cases) {
      text.append(String.format(line, each.name(), figure(each)));
      text.append("goal ").append(each.condition());
      text.append(" ".repeat(goals - each.condition().length()));
      text.append(each.met() ? "  met" : "  missed");
    }
    return text.toString();
  }

  private static String figure(BenchCase each) {
    return BenchCase.text(each.value()) + " " + each.unit();
  }
}
