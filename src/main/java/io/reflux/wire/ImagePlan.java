package io.reflux.wire;

import java.util.List;

/**
 * How images of a task are made, for whoever has the data.
 *
 * @param part the part of the data that they are of, and how it is cut; empty if nobody else can
 *     make them
 * @param chance the key that views are drawn from
 * @param images each of them, in order
 */
public record ImagePlan(String part, long chance, List<PlannedImage> images) {
  /** Nobody else can make them. */
  public static final ImagePlan NONE = new ImagePlan("", 0, List.of());

  /** Copies the list. */
  public ImagePlan {
    images = List.copyOf(images);
  }

  /** True if nobody else can make them. */
  public boolean isEmpty() {
    return images.isEmpty();
  }

  /** Some of them, from one to before another. */
  public ImagePlan rows(int from, int to) {
    return isEmpty() ? this : new ImagePlan(part, chance, images.subList(from, to));
  }
}
