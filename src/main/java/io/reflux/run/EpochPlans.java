package io.reflux.run;

import io.reflux.batch.BatchPlan;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.sampler.Sampler;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The plans of a whole training, from a step on. Each epoch's plans are drawn when the first of
 * them is asked for, from the epoch's own key; so going on in the middle of an epoch gives the
 * plans that would have come.
 */
final class EpochPlans implements Iterable<BatchPlan> {
  private final Sampler sampler;
  private final Dataset dataset;
  private final Shape shape;
  private final Chance chance;
  private final long fromStep;

  /**
   * How plans are shaped.
   *
   * @param steps plans of the whole training
   * @param views views of each example
   * @param period after how many epochs the views repeat; 0 if never
   */
  record Shape(long steps, int views, int period) {}

  EpochPlans(Sampler sampler, Dataset dataset, Shape shape, Chance chance, long fromStep) {
    this.sampler = sampler;
    this.dataset = dataset;
    this.shape = shape;
    this.chance = chance;
    this.fromStep = fromStep;
  }

  @Override
  public Iterator<BatchPlan> iterator() {
    return new PlanIterator();
  }

  private final class PlanIterator implements Iterator<BatchPlan> {
    private long next = fromStep;
    private int drawnEpoch = -1;
    private List<int[]> drawn = List.of();

    @Override
    public boolean hasNext() {
      return next < shape.steps();
    }

    @Override
    public BatchPlan next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no plan after step " + next);
      }
      int epoch = (int) (next / sampler.stepsPerEpoch());
      int step = (int) (next % sampler.stepsPerEpoch());
      if (epoch != drawnEpoch) {
        drawn = sampler.epoch(chance.at("sampler").at(epoch));
        drawnEpoch = epoch;
      }
      int[] ids = drawn.get(step);
      int[] labels = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        labels[i] = dataset.label(ids[i]);
      }
      int viewEpoch = shape.period() == 0 ? epoch : epoch % shape.period();
      return new BatchPlan(epoch, viewEpoch, step, next++, ids, labels, shape.views(), chance);
    }
  }
}
