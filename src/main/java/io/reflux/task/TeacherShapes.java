package io.reflux.task;

import io.reflux.engine.Device;
import io.reflux.setting.InputException;
import io.reflux.stage.ShownImages;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shapes of a teacher's answers, where it is shown images of several sides. */
final class TeacherShapes {
  private TeacherShapes() {}

  /**
   * The shape of one row of each output.
   *
   * @param sides the sides in pixels of what the teacher is shown, each once
   * @throws InputException if images of a side don't pass through it, or rows of an output have not
   *     the same shape for all sides
   */
  static Map<String, long[]> of(
      FrozenSource model, List<String> outputs, List<Integer> sides, Device device) {
    Map<String, long[]> first = new LinkedHashMap<>(rows(model, outputs, sides.get(0), device));
    for (int side : sides.subList(1, sides.size())) {
      rows(model, outputs, side, device)
          .forEach(
              (name, row) -> {
                long[] other = first.get(name);
                if (!Arrays.equals(row, other)) {
                  throw new InputException(
                      ShownImages.differing(name, other == null ? new long[0] : other, row)
                          + "; it is shown images of sides "
                          + sides);
                }
              });
    }
    return first;
  }

  private static Map<String, long[]> rows(
      FrozenSource model, List<String> outputs, int side, Device device) {
    try {
      return model.rows(outputs, side, device);
    } catch (RuntimeException e) {
      throw new InputException(
          "teacher: it can't take images of side "
              + side
              + " (expected: images of any side; a program of one side may have input.side set): "
              + e.getMessage(),
          e);
    }
  }
}
