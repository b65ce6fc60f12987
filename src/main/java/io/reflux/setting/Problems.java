package io.reflux.setting;

import java.util.ArrayList;
import java.util.List;

/** The mistakes found so far in one pipeline file, in the order in which they were met. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /**
   * Notes one mistake, once; reading goes on. A value that several places take over ({@code views =
   * ${shared.views}}) is told of at the first.
   */
  public void add(Problem problem) {
    if (found.stream().noneMatch(problem::isSame)) {
      found.add(problem);
    }
  }

  /** True if nothing was wrong so far. */
  public boolean none() {
    return found.isEmpty();
  }

  /** All mistakes noted so far. */
  public List<Problem> all() {
    return List.copyOf(found);
  }
}
