package io.reflux.stage;

import io.reflux.engine.HostTensor;
import io.reflux.network.Images;
import io.reflux.setting.InputException;
import java.util.Arrays;
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

  /**
   * An output among a lane's answers.
   *
   * @throws InputException if there is none
   */
  static HostTensor tensor(Map<String, HostTensor> answer, String name) {
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
