package io.reflux.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The views of one side among those of a batch.
 *
 * @param side the side of each in pixels
 * @param views their numbers, ascending
 */
public record ViewGroup(int side, List<Integer> views) {

  /** Copies the numbers. */
  public ViewGroup {
    views = List.copyOf(views);
  }

  /**
   * Groups views by their sides.
   *
   * @param sides the side of each view in pixels, from view 0 on
   * @return a group for each side, in the order in which the sides come first
   */
  public static List<ViewGroup> of(List<Integer> sides) {
    Map<Integer, List<Integer>> views = new LinkedHashMap<>();
    for (int view = 0; view < sides.size(); view++) {
      views.computeIfAbsent(sides.get(view), side -> new ArrayList<>()).add(view);
    }
    return views.entrySet().stream()
        .map(each -> new ViewGroup(each.getKey(), each.getValue()))
        .toList();
  }
}
