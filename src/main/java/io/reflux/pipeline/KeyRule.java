package io.reflux.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a key of a pipeline is to a run that has begun.
 *
 * @param keys the keys, with all below them: {@code *} stands for one word, {@code **} for any
 *     number of words
 * @param freedom whether they may change
 * @param why what depends on them, or what they are for
 */
public record KeyRule(String keys, Freedom freedom, String why) {
  /** Whether a key may change. */
  public enum Freedom {
    /** No number that is learned depends on it: the file may be edited. */
    FREE,
    /** The numbers from here on depend on it: whoever resumes the run has to say so. */
    ASSIGNED,
    /** What has been learned so far would not be what it is. */
    FIXED
  }

  /** Of a student's devices. */
  private static final String SHARED_OUT =
      "they share a batch out, unless micro-batch > 0 says in which pieces; then -D may";

  /** Where more than one fits, the first counts. */
  private static final List<KeyRule> ALL =
      Stream.of(
              free("names and addresses", "name", "status", "cluster"),
              free("how much of the machine is taken", "machine"),
              free(
                  "where the images lie",
                  "data.root",
                  "tasks.**.evaluate.data.root",
                  "tasks.**.evaluate.data.*.root"),
              free("how many images may be left out", "data.unreadable-limit"),
              free("what is kept decoded", "data.decode.kept-bytes"),
              free("when checkpoints are written, and which stay", "tasks.*.*.checkpoint"),
              free("where the cache lies", "tasks.**.cache.directory", "tasks.**.cache.shard-size"),
              free("how often lanes are tried again", "tasks.**.retries"),
              assigned("how long; with more, a task that is done goes on", "tasks.*.*.epochs"),
              assigned(
                  "rates of the steps to come",
                  "tasks.**.optimizer.lr",
                  "tasks.**.optimizer.weight-decay",
                  "tasks.**.optimizer.clip-gradient-value",
                  "tasks.**.optimizer.clip-gradient-norm",
                  "tasks.**.optimizer.groups",
                  "tasks.**.optimizer.layer-decay",
                  "tasks.**.optimizer.sharpness-aware",
                  "tasks.**.schedule"),
              assigned(
                  "what is measured of the steps to come, and when",
                  "tasks.*.*.evaluate.every",
                  "tasks.*.*.evaluate.metrics",
                  "tasks.*.evaluate.metrics",
                  "tasks.*.*.evaluate.also",
                  "tasks.*.evaluate.also"),
              assigned(
                  "who computes: the same up to rounding",
                  "tasks.**.device",
                  "tasks.**.teacher.devices",
                  "tasks.**.teachers.*.devices",
                  "tasks.**.nodes-only",
                  "tasks.**.threads",
                  "tasks.**.evaluate.batch-size",
                  "tasks.**.teacher.batch-size",
                  "tasks.**.teachers.*.batch-size"),
              fixed(SHARED_OUT, "tasks.**.devices"),
              fixed("all randomness comes from it", "seed", "seeds"),
              fixed("it has learned from these images", "data"),
              fixed("its weights are those of this network", "tasks.**.network"),
              fixed("its weights were made by this loss", "tasks.**.method"),
              fixed("the optimizer's memory is of this kind", "tasks.**.optimizer"),
              fixed("its epochs have begun with these batches", "tasks.**.sampler"),
              fixed("its epochs have begun with these views", "tasks.**.views", "tasks.**.view"),
              fixed("its best weights were chosen by it", "tasks.*.*.evaluate.best"),
              fixed("its metrics so far are of these images", "tasks.**.evaluate"),
              fixed("it has learned from this teacher", "tasks.**.teacher", "tasks.**.teachers"),
              fixed("what is done depends on it", ""))
          .flatMap(List::stream)
          .toList();

  /** All rules that name keys, in the order in which they are looked at. */
  public static List<KeyRule> all() {
    return ALL.stream().filter(rule -> !rule.keys.isEmpty()).toList();
  }

  /** The rule for a key of the resolved text, as {@code tasks.source.train.checkpoint.every}. */
  public static KeyRule of(String key) {
    return ALL.stream().filter(rule -> rule.holds(key)).findFirst().orElseThrow();
  }

  /** The key by whose number the keys of the rule may change all the same; empty if by none. */
  public Optional<String> release(String key) {
    return why.equals(SHARED_OUT)
        ? Optional.of(key.substring(0, key.lastIndexOf('.')) + ".micro-batch")
        : Optional.empty();
  }

  private boolean holds(String key) {
    return keys.isEmpty() || pattern().matcher(key).matches();
  }

  private Pattern pattern() {
    String words =
        Arrays.stream(keys.split("\\."))
            .map(
                word ->
                    switch (word) {
                      case "**" -> "(?:[^.]+\\.)*";
                      case "*" -> "[^.]+\\.";
                      default -> Pattern.quote(word) + "\\.";
                    })
            .collect(Collectors.joining());
    return Pattern.compile(words.substring(0, words.length() - "\\.".length()) + "(?:\\..*)?");
  }

  private static List<KeyRule> free(String why, String... keys) {
    return rules(Freedom.FREE, why, keys);
  }

  private static List<KeyRule> assigned(String why, String... keys) {
    return rules(Freedom.ASSIGNED, why, keys);
  }

  private static List<KeyRule> fixed(String why, String... keys) {
    return rules(Freedom.FIXED, why, keys);
  }

  private static List<KeyRule> rules(Freedom freedom, String why, String... keys) {
    return Stream.of(keys).map(each -> new KeyRule(each, freedom, why)).toList();
  }
}
