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
 */
public record Splits(Dataset train, Dataset test, Map<String, Dataset> others) {
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

  /** Two parts and no others. */
  public static Splits of(Dataset train, Dataset test) {
    return new Splits(train, test, Map.of());
  }

  /** A further part, or empty where the dataset has none of that name. */
  public Optional<Dataset> other(String name) {
    return Optional.ofNullable(others.get(name));
  }
}
