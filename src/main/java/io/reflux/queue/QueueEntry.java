package io.reflux.queue;

import io.reflux.keep.ChildExit;
import io.reflux.setting.InputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the queue knows of one pipeline file.
 *
 * @param name the file's name without {@code .conf}
 * @param mark the file's size and time when it was looked at
 * @param priority the lowest goes first
 * @param arrival among equals, the lowest goes first
 * @param state where it stands
 * @param devices the graphics processors that it names
 * @param needs entries that must be done before, whose tasks it takes where they are the same
 * @param given the graphics processors that it was given in place of those that it names, in their
 *     order; empty if it computes on those
 * @param restarts how often its process died and was begun again
 * @param sentences what is wrong, or was noticed, for people
 */
record QueueEntry(
    String name,
    String mark,
    int priority,
    long arrival,
    EntryState state,
    List<String> devices,
    List<String> needs,
    List<String> given,
    int restarts,
    List<String> sentences) {
  /** The priority of a file whose name begins with no number. */
  static final int USUAL = 50;

  private static final int DIGITS = 4;

  /** Keeps the lists; one that an earlier version didn't write is empty. */
  public QueueEntry {
    devices = kept(devices);
    needs = kept(needs);
    given = kept(given);
    sentences = kept(sentences);
  }

  private static List<String> kept(@Nullable List<String> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /** A file that was not seen before; {@code 10-name.conf} has the priority 10. */
  static QueueEntry seen(String name, String mark, long arrival) {
    String number = name.replaceFirst("^(\\d+)-.*$", "$1");
    boolean given = !number.equals(name) && number.length() <= DIGITS;
    int priority = given ? Integer.parseInt(number) : USUAL;
    return new QueueEntry(
        name,
        mark,
        priority,
        arrival,
        EntryState.CHECKING,
        List.of(),
        List.of(),
        List.of(),
        0,
        List.of());
  }

  QueueEntry in(EntryState now, String... words) {
    return in(now, List.of(words));
  }

  private QueueEntry in(EntryState now, List<String> words) {
    return new QueueEntry(
        name, mark, priority, arrival, now, devices, needs, given, restarts, words);
  }

  /** It was looked at: it waits for its turn, or is refused. */
  QueueEntry looked(RunProcesses.Checked result) {
    return result.problems().isEmpty()
        ? new QueueEntry(
            name,
            mark,
            priority,
            arrival,
            EntryState.WAITING,
            result.devices(),
            needs,
            given,
            restarts,
            List.of())
        : in(EntryState.REFUSED, result.problems());
  }

  /**
   * It is given up.
   *
   * @param why in a sentence; empty if the exit says enough
   * @param said the last that its process said
   */
  QueueEntry failed(String why, ChildExit exit, List<String> said) {
    List<String> words = new ArrayList<>();
    words.add(why.isEmpty() ? exit.words() : why);
    words.addAll(said);
    return in(EntryState.FAILED, words);
  }

  QueueEntry changed(String now) {
    return new QueueEntry(
        name,
        now,
        priority,
        arrival,
        EntryState.CHECKING,
        List.of(),
        needs,
        given,
        restarts,
        List.of());
  }

  QueueEntry noticed(String now, String word) {
    return new QueueEntry(
        name, now, priority, arrival, state, devices, needs, given, restarts, List.of(word));
  }

  QueueEntry begunAgain(String why) {
    return new QueueEntry(
        name, mark, priority, arrival, state, devices, needs, given, restarts + 1, List.of(why));
  }

  /** Refuses what can't be done where it stands. */
  InputException wrong(String expected) {
    return new InputException(
        "queue." + name + ": " + state.word() + " (expected: " + expected + ")");
  }

  QueueEntry withPriority(int now) {
    return new QueueEntry(
        name, mark, now, arrival, state, devices, needs, given, restarts, sentences);
  }

  /** The same, which comes after others. */
  QueueEntry after(List<String> others) {
    return new QueueEntry(
        name, mark, priority, arrival, state, devices, others, given, restarts, sentences);
  }

  /** The same with graphics processors in place of those that it names. */
  QueueEntry on(List<String> others) {
    return new QueueEntry(
        name, mark, priority, arrival, state, devices, needs, others, restarts, sentences);
  }

  /** The graphics processors that it takes while it runs. */
  List<String> taken() {
    return given.isEmpty() ? devices : given;
  }
}
