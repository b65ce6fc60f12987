package io.reflux.dataset;

import java.util.Map;
import java.util.Optional;

/**
 * A dataset's parts.
 *
 * @param train what is trained on
 * @param test what is evaluated on; for retrieval, its classes are not those of {@code train}
 * @param others further parts by name: {@code validation}; {@code query} and {@code gallery}, which
 *     share their classes with {@code test}
 * @param rule the rule by which they were made, in words; empty for what the authors published
 */
public record Splits(Dataset train, Dataset test, Map<String, Dataset> others, String rule) {
  /** The name of the part that is held out of the training classes. */
  public static final String VALIDATION = "validation";

  /** The name of the part whose examples are searched for. */
  public static final String QUERY = "query";

  /** The name of the part that is searched. */
  public static final String GALLERY = "gallery";

  /** Keeps the parts. */
  public Splits {
    others = Map.copyOf(others);
  }

  /** Parts as their authors made them. */
  public Splits(Dataset train, Dataset test, Map<String, Dataset> others) {
    this(train, test, others, "");
  }

  /** The same parts, made by a rule. */
  Splits by(String words) {
    return new Splits(train, test, others, words);
  }

  /** Two parts and no others. */
  public static Splits of(Dataset train, Dataset test) {
    return new Splits(train, test, Map.of());
  }

  /** A further part, or empty where the dataset has none of that name. */
  public Optional<Dataset> other(String name) {
    return Optional.ofNullable(others.get(name));
  }
}
