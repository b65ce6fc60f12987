package io.reflux.run;

import java.util.List;
import java.util.Map;

/**
 * How a run goes, at one instant: what {@code GET /status} answers.
 *
 * @param pipeline the pipeline's name
 * @param runDirectory where the run writes
 * @param state {@code starting}, {@code running}, {@code stopping}, {@code done} or {@code failed}
 * @param task the task at work; empty between tasks
 * @param phase what the task does: {@code preparing}, {@code measuring teacher}, {@code training},
 *     {@code evaluating}
 * @param epoch the epoch at work, from 1
 * @param epochs how many the task has
 * @param step steps done in the task
 * @param steps how many the task has
 * @param loss the latest loss of each student, by name
 * @param imagesPerSecond of late, through the whole task
 * @param bytesInFlight pixels between loader and trainer
 * @param bytesAllowed the bound of {@code bytesInFlight}
 * @param liveTensors native tensors of all stages together
 * @param cacheHits teacher answers read from the cache
 * @param cacheMisses teacher answers computed
 * @param etaSeconds the time the task still needs; negative while unknown
 * @param seconds since the run (or its resumption) began
 * @param metrics the latest evaluation of each student: student, then metric name, then value
 * @param stages every stage's own words
 */
public record RunStatus(
    String pipeline,
    String runDirectory,
    String state,
    String task,
    String phase,
    int epoch,
    int epochs,
    long step,
    long steps,
    Map<String, Double> loss,
    double imagesPerSecond,
    long bytesInFlight,
    long bytesAllowed,
    int liveTensors,
    long cacheHits,
    long cacheMisses,
    double etaSeconds,
    double seconds,
    Map<String, Map<String, Double>> metrics,
    List<StageStatus> stages) {

  /** A run before its first task. */
  static RunStatus starting(String pipeline, String runDirectory) {
    return new RunStatus(
        pipeline,
        runDirectory,
        "starting",
        "",
        "",
        0,
        0,
        0,
        0,
        Map.of(),
        0,
        0,
        0,
        0,
        0,
        0,
        -1,
        0,
        Map.of(),
        List.of());
  }

  /** The same with another state of the run. */
  RunStatus withState(String other) {
    return new RunStatus(
        pipeline,
        runDirectory,
        other,
        task,
        phase,
        epoch,
        epochs,
        step,
        steps,
        loss,
        imagesPerSecond,
        bytesInFlight,
        bytesAllowed,
        liveTensors,
        cacheHits,
        cacheMisses,
        etaSeconds,
        seconds,
        metrics,
        stages);
  }

  /** The same with another task at work, nothing of it done yet. */
  RunStatus withTask(String other, int itsEpochs, long itsSteps) {
    return new RunStatus(
        pipeline,
        runDirectory,
        state,
        other,
        "preparing",
        0,
        itsEpochs,
        0,
        itsSteps,
        Map.of(),
        0,
        0,
        0,
        liveTensors,
        0,
        0,
        -1,
        seconds,
        Map.of(),
        stages);
  }

  /** The same in another phase. */
  RunStatus withPhase(String other) {
    return new RunStatus(
        pipeline,
        runDirectory,
        state,
        task,
        other,
        epoch,
        epochs,
        step,
        steps,
        loss,
        imagesPerSecond,
        bytesInFlight,
        bytesAllowed,
        liveTensors,
        cacheHits,
        cacheMisses,
        etaSeconds,
        seconds,
        metrics,
        stages);
  }

  /** The same after another step. */
  RunStatus withStep(StepProgress now) {
    return new RunStatus(
        pipeline,
        runDirectory,
        state,
        task,
        phase,
        now.epoch(),
        epochs,
        now.step(),
        steps,
        now.loss(),
        now.imagesPerSecond(),
        now.bytesInFlight(),
        now.bytesAllowed(),
        liveTensors,
        cacheHits,
        cacheMisses,
        now.etaSeconds(),
        seconds,
        metrics,
        stages);
  }

  /** The same with other counts of the cache. */
  RunStatus withCache(long hits, long misses) {
    return new RunStatus(
        pipeline,
        runDirectory,
        state,
        task,
        phase,
        epoch,
        epochs,
        step,
        steps,
        loss,
        imagesPerSecond,
        bytesInFlight,
        bytesAllowed,
        liveTensors,
        hits,
        misses,
        etaSeconds,
        seconds,
        metrics,
        stages);
  }

  /** The same with another evaluation. */
  RunStatus withMetrics(Map<String, Map<String, Double>> others) {
    return new RunStatus(
        pipeline,
        runDirectory,
        state,
        task,
        phase,
        epoch,
        epochs,
        step,
        steps,
        loss,
        imagesPerSecond,
        bytesInFlight,
        bytesAllowed,
        liveTensors,
        cacheHits,
        cacheMisses,
        etaSeconds,
        seconds,
        others,
        stages);
  }

  /** The same with what the stages say now. */
  RunStatus withStages(List<StageStatus> now, int live, double elapsed) {
    return new RunStatus(
        pipeline,
        runDirectory,
        state,
        task,
        phase,
        epoch,
        epochs,
        step,
        steps,
        loss,
        imagesPerSecond,
        bytesInFlight,
        bytesAllowed,
        live,
        cacheHits,
        cacheMisses,
        etaSeconds,
        elapsed,
        metrics,
        now);
  }

  /** What changes from step to step. */
  record StepProgress(
      int epoch,
      long step,
      Map<String, Double> loss,
      double imagesPerSecond,
      long bytesInFlight,
      long bytesAllowed,
      double etaSeconds) {}
}
