package io.reflux.rundir;

import io.reflux.pipeline.Task;
import io.reflux.setting.InputException;
import java.util.List;
import java.util.Map;

/**
 * What a task came to.
 *
 * @param task its name
 * @param epochs epochs trained
 * @param steps steps trained
 * @param seconds time spent, over all attempts of a resumed run
 * @param imagesPerSecond images trained on, by the second, over all attempts
 * @param checkpointShare the share of training time, 0 to 1, in which training stood still for
 *     checkpoints
 * @param teacher the teacher's own metrics; empty without a teacher
 * @param students best and last metrics by student
 * @param busyShares the share of time each stage was busy, over all attempts
 * @param unreadable the images that were left out, with the reason
 * @param cacheHits teacher answers read from the cache, over all attempts
 * @param cacheMisses teacher answers computed, over all attempts
 */
public record TaskSummary(
    String task,
    int epochs,
    long steps,
    double seconds,
    double imagesPerSecond,
    double checkpointShare,
    Map<String, Double> teacher,
    Map<String, StudentSummary> students,
    Map<String, Double> busyShares,
    List<String> unreadable,
    long cacheHits,
    long cacheMisses) {

  /** True if a task is done, but has more epochs now than it had then. */
  public static boolean isOutgrown(RunDirectory directory, Task task) {
    try {
      return directory
          .readTask(task.name())
          .filter(summary -> summary.isShorterThan(task))
          .isPresent();
    } catch (InputException e) {
      return false; // a damaged one says nothing of it, and is made again
    }
  }

  /** True if a task has more epochs now. */
  public boolean isShorterThan(Task task) {
    return task.learn().filter(learn -> learn.epochs() > epochs).isPresent();
  }

  /**
   * What a student came to.
   *
   * @param parameters how many numbers its network trains
   * @param embeddingSize the length of its embeddings
   * @param best its metrics at its best epoch
   * @param bestEpoch that epoch, from 1
   * @param last its metrics at the last epoch
   * @param lastEpoch that epoch
   */
  public record StudentSummary(
      long parameters,
      int embeddingSize,
      Map<String, Double> best,
      int bestEpoch,
      Map<String, Double> last,
      int lastEpoch) {}
}
