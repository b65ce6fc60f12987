package io.reflux.rundir;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that happened to a run beside its training, and that its numbers may depend on.
 *
 * @param when the instant, as ISO 8601 has it; empty until it is written down
 * @param what one word for it, as {@code resumed} or {@code allowed}
 * @param by whom or what it is due to: {@code reflux}, or the words of a command line or a request
 * @param task the task that it is about; empty if it is about the whole run
 * @param step after how many steps of that task
 * @param details sentences for people, one for each thing
 * @param values what a later attempt reads, by name
 */
public record JournalEntry(
    String when,
    String what,
    String by,
    String task,
    long step,
    List<String> details,
    Map<String, String> values) {
  /** What the program does of its own accord is due to it. */
  public static final String OWN = "reflux";

  /** Copies the list. */
  public JournalEntry {
    details = List.copyOf(details);
  }

  /** Something that is due to somebody. */
  public static JournalEntry of(String what, String by) {
    return new JournalEntry("", what, by, "", 0, List.of(), Map.of());
  }

  /** The same, about a task after some steps. */
  public JournalEntry at(String ofTask, long afterStep) {
    return new JournalEntry(when, what, by, ofTask, afterStep, details, values);
  }

  /** The same with other sentences. */
  public JournalEntry telling(List<String> sentences) {
    return new JournalEntry(when, what, by, task, step, sentences, values);
  }

  /** The same with one more value. */
  public JournalEntry with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new JournalEntry(when, what, by, task, step, details, more);
  }

  JournalEntry written(String instant) {
    return new JournalEntry(instant, what, by, task, step, details, values);
  }

  /** The whole in one line for people, as {@code resumed (reflux resume): t after step 4}. */
  @JsonIgnore
  public String sentence() {
    String place = task.isEmpty() ? "" : " in " + task + " after step " + step;
    String told = details.isEmpty() ? "" : ": " + String.join("; ", details);
    return what + " (" + by + ")" + place + told;
  }
}
