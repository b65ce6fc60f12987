package io.reflux.task;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.reflux.batch.BatchPlan;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.sampler.EmbeddingStorage;
import io.reflux.sampler.Sampler;
import io.reflux.teacher.FeatureCache;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The plans of a whole training, from a step on. Each epoch's plans are drawn when the first of
 * them is asked for, from the epoch's own key; so going on in the middle of an epoch gives the
 * plans that would have come.
 */
final class EpochPlans implements TrainingPlans, Iterable<BatchPlan> {
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
   * @param mixed whether each image is mixed with another of its batch
   */
  record Shape(long steps, int views, int period, boolean mixed) {
    /** Of images as they are. */
    Shape(long steps, int views, int period) {
      this(steps, views, period, false);
    }
  }

  EpochPlans(Sampler sampler, Dataset dataset, Shape shape, Chance chance, long fromStep) {
    this.sampler = sampler;
    this.dataset = dataset;
    this.shape = shape;
    this.chance = chance;
    this.fromStep = fromStep;
  }

  /** The epoch of the first plan. */
  int firstEpoch() {
    return (int) (fromStep / sampler.stepsPerEpoch());
  }

  /** The place of the first plan in its epoch. */
  int firstStepInEpoch() {
    return (int) (fromStep % sampler.stepsPerEpoch());
  }

  /** How many epochs there are. */
  int epochs() {
    return (int) (shape.steps() / sampler.stepsPerEpoch());
  }

  /** True if embeddings that are stored already make room for later ones. */
  boolean updatesStorage() {
    return sampler.updatesStorage();
  }

  /** True if no plan of the same epoch comes after this one. */
  boolean isLastOfEpoch(BatchPlan plan) {
    return plan.step() == sampler.stepsPerEpoch() - 1;
  }

  /** The plans of an epoch that is drawn by stored embeddings; of the first one, what is left. */
  List<BatchPlan> ofEpoch(int epoch, EmbeddingStorage storage) {
    List<int[]> drawn = sampler.epoch(chance.at("sampler").at(epoch), storage);
    List<int[]> draws = draws(drawn);
    List<BatchPlan> plans = new ArrayList<>();
    for (int step = epoch == firstEpoch() ? firstStepInEpoch() : 0; step < drawn.size(); step++) {
      plans.add(plan((long) epoch * sampler.stepsPerEpoch() + step, drawn, draws));
    }
    return plans;
  }

  /** How often each example of an epoch was drawn before in it, counted up to a bound. */
  private List<int[]> draws(List<int[]> drawn) {
    int[] counts = new int[dataset.size()];
    List<int[]> draws = new ArrayList<>(drawn.size());
    for (int[] ids : drawn) {
      int[] before = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        before[i] = counts[ids[i]]++ % FeatureCache.MOST_DRAWS;
      }
      draws.add(before);
    }
    return draws;
  }

  private BatchPlan plan(long globalStep, List<int[]> drawn, List<int[]> draws) {
    int epoch = (int) (globalStep / sampler.stepsPerEpoch());
    int step = (int) (globalStep % sampler.stepsPerEpoch());
    int[] ids = drawn.get(step);
    int[] labels = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      labels[i] = dataset.label(ids[i]);
    }
    int viewEpoch = shape.period() == 0 ? epoch : epoch % shape.period();
    return new BatchPlan(
        epoch,
        viewEpoch,
        step,
        globalStep,
        ids,
        draws.get(step),
        labels,
        shape.views(),
        shape.mixed(),
        chance,
        1);
  }

  @Override
  public Source<BatchPlan, NotUsed> source() {
    return Source.fromIterator(this::iterator);
  }

  @Override
  public Iterator<BatchPlan> iterator() {
    return new PlanIterator();
  }

  private final class PlanIterator implements Iterator<BatchPlan> {
    private long next = fromStep;
    private int drawnEpoch = -1;
    private List<int[]> drawn = List.of();
    private List<int[]> draws = List.of();

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
      if (epoch != drawnEpoch) {
        drawn = sampler.epoch(chance.at("sampler").at(epoch));
        draws = draws(drawn);
        drawnEpoch = epoch;
      }
      return plan(next++, drawn, draws);
    }
  }
}
