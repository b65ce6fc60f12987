package io.reflux.setting;

import java.util.ArrayList;
import java.util.List;

/** The mistakes found so far in one pipeline file, in the order in which they were met. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Notes one mistake, once; reading goes on. */
  public void add(Problem problem) {
    if (!found.contains(problem)) {
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
