package io.reflux.evaluate;

/**
 * How well logits classify rows.
 *
 * @param top1 the share of rows whose class has the largest logit; among equals the first counts
 * @param top5 the share of rows whose class is among the five largest logits
 * @param crossEntropy the mean of -log softmax at the row's class
 */
public record Accuracy(double top1, double top5, double crossEntropy) {
  private static final int FEW = 5;

  /**
   * Scores rows of logits.
   *
   * @param logits n rows, as many numbers a row as there are classes
   * @param labels the class of each row
   */
  public static Accuracy of(float[] logits, int[] labels) {
    int classes = logits.length / labels.length;
    double first = 0;
    double few = 0;
    double loss = 0;
    for (int row = 0; row < labels.length; row++) {
      int before = before(logits, row * classes, classes, labels[row]);
      first += before < 1 ? 1 : 0;
      few += before < FEW ? 1 : 0;
      loss += loss(logits, row * classes, classes, labels[row]);
    }
    return new Accuracy(first / labels.length, few / labels.length, loss / labels.length);
  }

  /** The mean of both, weighted by how many rows each is of. */
  Accuracy plus(int rows, Accuracy other, int otherRows) {
    double share = (double) otherRows / (rows + otherRows);
    return new Accuracy(
        top1 + share * (other.top1 - top1),
        top5 + share * (other.top5 - top5),
        crossEntropy + share * (other.crossEntropy - crossEntropy));
  }

  private static int before(float[] logits, int from, int classes, int own) {
    int count = 0;
    for (int c = 0; c < classes; c++) {
      float gap = logits[from + c] - logits[from + own];
      count += gap > 0 || (gap == 0 && c < own) ? 1 : 0;
    }
    return count;
  }

  private static double loss(float[] logits, int from, int classes, int own) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(logits[from + c] - largest);
    }
    return largest + Math.log(sum) - logits[from + own];
  }
}
