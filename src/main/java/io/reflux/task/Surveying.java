package io.reflux.task;

import io.reflux.engine.HostTensor;
import io.reflux.stage.EvaluationJob;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a student has found out before some of its steps, with its network as it is then. */
interface Surveying {

  /**
   * True if a survey is made before a step; before the very first one, unless it says otherwise.
   */
  default boolean dueBefore(int epoch, int stepInEpoch) {
    return epoch == 0 && stepInEpoch == 0;
  }

  /** The survey of an epoch. */
  Survey survey(int epoch);

  /**
   * One survey.
   *
   * @param job makes what sees the images and finds out
   * @param network the student's network in a state, answering what the job looks at
   * @param found what the method trains and remembers from then on, by what was found out
   */
  record Survey(
      Supplier<EvaluationJob<HostTensor>> job,
      StudentNetwork network,
      Function<HostTensor, Found> found) {}

  /**
   * New values of what a method trains and remembers, by name.
   *
   * @param trainables what it trains
   * @param memories what it remembers
   */
  record Found(Map<String, HostTensor> trainables, Map<String, HostTensor> memories) {}
}
