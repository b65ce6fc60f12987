package io.reflux.method;

/**
 * Labels that are found by clustering: before the first step of every k-th epoch the training split
 * is embedded, un-augmented, by the student as it is; its principal components are grouped by
 * k-means; the groups become the labels, and the classifier that learns them begins afresh, with
 * normal weights of deviation 1 / their number of columns.
 *
 * @param every k: epochs between two clusterings
 * @param output the student's output that is clustered
 * @param components how many principal components are kept
 * @param clusters how many groups
 * @param memory the method's memory that holds a label for each example
 * @param classifier the method's trainable that begins afresh
 */
public record PseudoLabels(
    int every, String output, int components, int clusters, String memory, String classifier) {

  /** True if labels are found before this step. */
  public boolean dueBefore(int epoch, int stepInEpoch) {
    return stepInEpoch == 0 && epoch % every == 0;
  }
}
