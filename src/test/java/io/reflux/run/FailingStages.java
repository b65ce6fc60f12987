package io.reflux.run;

import io.reflux.batch.BatchLoader;
import io.reflux.network.FrozenModel;
import io.reflux.stage.CallHooks;
import io.reflux.stage.Loader;
import io.reflux.stage.Split;
import io.reflux.stage.StageFactory;
import io.reflux.teacher.FeatureCache;
import io.reflux.train.Student;
import io.reflux.train.StudentParts;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Stages of which one fails at some of its calls, counted from 1. */
final class FailingStages extends StageFactory {
  /** Which stage fails. */
  enum Which {
    LANE,
    CACHE,
    EVALUATOR,
    LOADER,
    TRAINER
  }

  static final String SENTENCE = "the test says no";

  private final Which which;
  private final IntPredicate failing;
  private final Runnable failure;
  private final AtomicInteger calls = new AtomicInteger();

  FailingStages(Which which, IntPredicate failing) {
    this(
        which,
        failing,
        () -> {
          throw new IllegalStateException(SENTENCE);
        });
  }

  /** As above, failing in another way than by an exception. */
  FailingStages(Which which, IntPredicate failing, Runnable failure) {
    this.which = which;
    this.failing = failing;
    this.failure = failure;
  }

  /** Stages of which one meets an error. */
  static FailingStages byError(Which which, IntPredicate failing) {
    return new FailingStages(
        which,
        failing,
        () -> {
          throw new OutOfMemoryError(SENTENCE);
        });
  }

  /** How often the stage was called. */
  int calls() {
    return calls.get();
  }

  @Override
  public Loader.Source source(Split split, BatchLoader loader) {
    Loader.Source source = super.source(split, loader);
    return split != Split.TRAIN
        ? source
        : (plan, threads) -> {
          failIfAsked(Which.LOADER);
          return source.load(plan, threads);
        };
  }

  @Override
  public FrozenModel teacher(Supplier<? extends FrozenModel> loading) {
    return failing(Which.LANE).around(super.teacher(loading));
  }

  @Override
  public FrozenModel measured(Supplier<? extends FrozenModel> loading) {
    return failing(Which.EVALUATOR).around(super.measured(loading));
  }

  @Override
  public FeatureCache cache(Supplier<FeatureCache> opening) {
    failIfAsked(Which.CACHE);
    return super.cache(opening);
  }

  @Override
  public Student student(StudentParts parts) {
    return failing(Which.TRAINER).around(super.student(parts));
  }

  private CallHooks failing(Which stage) {
    return new CallHooks(() -> failIfAsked(stage), () -> {});
  }

  private void failIfAsked(Which stage) {
    if (stage == which && failing.test(calls.incrementAndGet())) {
      failure.run();
    }
  }
}
