package io.reflux.stage;

import io.reflux.engine.HostTensor;
import io.reflux.network.Images;
import io.reflux.setting.InputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Images of one side that a lane is shown at once: some of those that a question is about.
 *
 * @param images the images
 * @param places the place of each among all those of the question; treated as read-only
 */
public record ShownImages(Images images, int[] places) {

  /** Images that are all those of a question, in its order. */
  public static List<ShownImages> all(Images images) {
    return List.of(new ShownImages(images, IntStream.range(0, images.rows()).toArray()));
  }

  /**
   * The answers to a question that was asked in parts, in the question's order.
   *
   * @param answers what was answered to each part
   * @throws InputException if rows of an output have not the same shape in all parts
   */
  static Map<String, HostTensor> joined(
      List<ShownImages> parts, List<Map<String, HostTensor>> answers) {
    if (parts.size() == 1) {
      return answers.get(0);
    }
    Map<String, HostTensor> joined = new LinkedHashMap<>();
    for (String name : answers.get(0).keySet()) {
      List<HostTensor> tensors = answers.stream().map(each -> tensor(each, name)).toList();
      joined.put(name, joined(name, parts, tensors));
    }
    return joined;
  }

  private static HostTensor joined(String name, List<ShownImages> parts, List<HostTensor> tensors) {
    long[] shape = tensors.get(0).shape().clone();
    shape[0] = 0;
    for (HostTensor each : tensors) {
      long[] own = each.shape().clone();
      own[0] = shape[0];
      if (!Arrays.equals(own, shape)) {
        throw new InputException(differing(name, HostTensor.rowOf(shape), HostTensor.rowOf(own)));
      }
      shape[0] += each.shape()[0];
    }
    RowGather rows = new RowGather(tensors.get(0), Math.toIntExact(shape[0]));
    for (int i = 0; i < parts.size(); i++) {
      int[] places = parts.get(i).places();
      for (int row = 0; row < places.length; row++) {
        rows.put(places[row], tensors.get(i), row);
      }
    }
    return rows.tensor();
  }

  /** The sentence on an output that can't be joined. */
  public static String differing(String name, long[] one, long[] other) {
    return "teacher: output "
        + name
        + " has rows of the shapes "
        + Arrays.toString(one)
        + " and "
        + Arrays.toString(other)
        + " (expected: one shape for the views of all sides)";
  }

  private static HostTensor tensor(Map<String, HostTensor> answer, String name) {
    HostTensor tensor = answer.get(name);
    if (tensor == null) {
      throw new InputException(
          "teacher: no output "
              + name
              + " (expected: the same outputs for the views of all sides)");
    }
    return tensor;
  }
}
