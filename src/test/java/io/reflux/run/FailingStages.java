package io.reflux.run;

import io.reflux.batch.BatchLoader;
import io.reflux.engine.HostTensor;
import io.reflux.network.FrozenNetwork;
import io.reflux.stage.Lane;
import io.reflux.stage.Loader;
import io.reflux.stage.Split;
import io.reflux.stage.StageFactory;
import io.reflux.stage.Trainer;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import io.reflux.train.StudentParts;
import io.reflux.train.StudentState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/** Stages of which one fails at some of its calls, counted from 1. */
final class FailingStages extends StageFactory {
  /** Which stage fails. */
  enum Which {
    LANE,
    EVALUATOR,
    LOADER,
    TRAINER
  }

  static final String SENTENCE = "the test says no";

  private final Which which;
  private final IntPredicate failing;
  private final AtomicInteger calls = new AtomicInteger();

  FailingStages(Which which, IntPredicate failing) {
    this.which = which;
    this.failing = failing;
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
        : (plan, threads) ->
            fails(Which.LOADER)
                ? CompletableFuture.failedFuture(new IllegalStateException(SENTENCE))
                : source.load(plan, threads);
  }

  @Override
  public Lane.Model teacher(Supplier<FrozenNetwork> loading) {
    return failing(Which.LANE, super.teacher(loading));
  }

  @Override
  public Lane.Model measured(Supplier<FrozenNetwork> loading) {
    return failing(Which.EVALUATOR, super.measured(loading));
  }

  @Override
  public Trainer.Pupil pupil(StudentParts parts) {
    Trainer.Pupil pupil = super.pupil(parts);
    return new Trainer.Pupil() {
      @Override
      public StepReport step(TaughtBatch batch) {
        failIfAsked(Which.TRAINER);
        return pupil.step(batch);
      }

      @Override
      public StudentState snapshot() {
        return pupil.snapshot();
      }

      @Override
      public void assign(Map<String, HostTensor> trainables, Map<String, HostTensor> memories) {
        pupil.assign(trainables, memories);
      }

      @Override
      public int liveTensors() {
        return pupil.liveTensors();
      }

      @Override
      public void close() {
        pupil.close();
      }
    };
  }

  private Lane.Model failing(Which stage, Lane.Model model) {
    return new Lane.Model() {
      @Override
      public Map<String, HostTensor> infer(Lane.Images images) {
        failIfAsked(stage);
        return model.infer(images);
      }

      @Override
      public int liveTensors() {
        return model.liveTensors();
      }

      @Override
      public void close() {
        model.close();
      }
    };
  }

  private void failIfAsked(Which stage) {
    if (fails(stage)) {
      throw new IllegalStateException(SENTENCE);
    }
  }

  private boolean fails(Which stage) {
    return stage == which && failing.test(calls.incrementAndGet());
  }
}
