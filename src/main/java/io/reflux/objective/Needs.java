package io.reflux.objective;

import io.reflux.miner.BatchNeeds;

/**
 * What there must be so that an objective can learn at all; without it the loss is 0, or nothing
 * that the network does changes it.
 *
 * @param batch what a batch must hold
 * @param views how many views of each example a batch must hold, exactly; 0 if any number will do
 * @param splitClasses the least number of classes of the training split
 */
public record Needs(BatchNeeds batch, int views, int splitClasses) {
  /** Any row teaches something. */
  public static final Needs NOTHING = new Needs(BatchNeeds.ANY_ROW, 0, 1);

  /** Something of the batch only. */
  public static Needs of(BatchNeeds batch) {
    return new Needs(batch, 0, 1);
  }

  /** True if it tells rows of one class from those of others: without labels it learns nothing. */
  public boolean labels() {
    return splitClasses > 1 || batch.classes() > 1 || batch.rowsOfAClass() > 1;
  }

  /** What serves both. */
  public Needs and(Needs other) {
    return new Needs(
        batch.and(other.batch),
        Math.max(views, other.views),
        Math.max(splitClasses, other.splitClasses));
  }

  /**
   * The same in examples of so many views each; {@code views} is 0 if that is their right number.
   */
  public Needs inExamples(int count) {
    return new Needs(batch.inExamples(count), views == count ? 0 : views, splitClasses);
  }
}
