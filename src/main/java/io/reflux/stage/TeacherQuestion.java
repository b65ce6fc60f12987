package io.reflux.stage;

import io.reflux.engine.HostTensor;
import io.reflux.network.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A batch whose missing rows are being computed: images of one side after those of another.
 *
 * @param order who asks, about which batch
 * @param found the cache's rows by output; empty if it had none
 * @param missing the rows that are computed
 * @param parts the images of each side
 * @param answers the answers about the first of them
 * @param failures how often a lane has failed
 */
record TeacherQuestion(
    TeacherPool.Teach order,
    Map<String, HostTensor> found,
    MissingRows missing,
    List<ShownImages> parts,
    List<Map<String, HostTensor>> answers,
    int failures) {

  /** A question of which no image is there yet. */
  static TeacherQuestion of(
      TeacherPool.Teach order, Map<String, HostTensor> found, MissingRows missing) {
    return new TeacherQuestion(order, found, missing, List.of(), List.of(), 0);
  }

  /** The same with its images. */
  TeacherQuestion with(List<ShownImages> images) {
    return new TeacherQuestion(order, found, missing, images, List.of(), failures);
  }

  /** The same after a lane has failed to answer it. */
  TeacherQuestion failedAgain() {
    return new TeacherQuestion(order, found, missing, parts, answers, failures + 1);
  }

  /** The same after the answer about the next images. */
  TeacherQuestion answered(Map<String, HostTensor> outputs) {
    List<Map<String, HostTensor>> more = new ArrayList<>(answers);
    more.add(outputs);
    return new TeacherQuestion(order, found, missing, parts, List.copyOf(more), failures);
  }

  /** True if all images have been answered about. */
  boolean done() {
    return answers.size() == parts.size();
  }

  /** The next images. */
  Images next() {
    return parts.get(answers.size()).images();
  }

  /** The answers about all images, in the order of the missing rows. */
  Map<String, HostTensor> computed() {
    return ShownImages.joined(parts, answers);
  }

  /** What it is about, as it is shown. */
  String subject() {
    return "batch " + (order.batch().plan().globalStep() + 1);
  }
}
