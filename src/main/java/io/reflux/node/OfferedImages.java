package io.reflux.node;

import io.reflux.wire.ImageSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Images that a teacher is shown, for nodes that have the data. Safe for many threads. */
public final class OfferedImages {
  private final String dataset;
  private final Supplier<ImageSource> describing;
  private Optional<ImageSource> described = Optional.empty();

  /**
   * Images that nobody has asked for.
   *
   * @param dataset the name of their dataset
   * @param describing says where they come from, once; may look at every example
   */
  public OfferedImages(String dataset, Supplier<ImageSource> describing) {
    this.dataset = dataset;
    this.describing = describing;
  }

  /** The name of their dataset. */
  String dataset() {
    return dataset;
  }

  /** Where they come from; the first who asks may have to wait. */
  synchronized ImageSource source() {
    ImageSource source = described.orElseGet(describing);
    described = Optional.of(source);
    return source;
  }
}
