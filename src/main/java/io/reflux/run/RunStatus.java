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
    List<StageStatus> stages) {}
