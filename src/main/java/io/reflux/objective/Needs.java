package io.reflux.objective;

import io.reflux.miner.BatchNeeds;

/**
 * What there must be so that an objective can learn at all; without it the loss is 0, or nothing
 * that the network does changes it.
 *
 * @param batch what a batch must hold
 * @param views how many views of each example a batch must hold, exactly; 0 if any number will do
 * @param splitClasses the least number of classes of the training split
 * @param classOfARow whether what a row teaches depends on its class, also where it is alone
 */
public record Needs(BatchNeeds batch, int views, int splitClasses, boolean classOfARow) {
  /** Any row teaches something. */
  public static final Needs NOTHING = of(BatchNeeds.ANY_ROW);

  /** Any row that has a label teaches something. */
  public static final Needs LABELS = new Needs(BatchNeeds.ANY_ROW, 0, 1, true);

  /** Something of the batch only. */
  public static Needs of(BatchNeeds batch) {
    return new Needs(batch, 0, 1, false);
  }

  /** Something of a batch of so many views of each example. */
  public static Needs ofViews(int views, BatchNeeds batch) {
    return new Needs(batch, views, 1, false);
  }

  /** So many classes of the training split, and something of the batch. */
  public static Needs ofClasses(int splitClasses, BatchNeeds batch) {
    return new Needs(batch, 0, splitClasses, true);
  }

  /** True if it goes by the classes of rows: images without labels have none. */
  public boolean labels() {
    return classOfARow || batch.classes() > 1 || batch.rowsOfAClass() > 1;
  }

  /** What serves both. */
  public Needs and(Needs other) {
    return new Needs(
        batch.and(other.batch),
        Math.max(views, other.views),
        Math.max(splitClasses, other.splitClasses),
        classOfARow || other.classOfARow);
  }

  /**
   * The same in examples of so many views each; {@code views} is 0 if that is their right number.
   */
  public Needs inExamples(int count) {
    int right = views == count ? 0 : views;
    return new Needs(batch.inExamples(count), right, splitClasses, classOfARow);
  }
}
