package io.reflux.stream;

import akka.Done;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.teacher.TaughtBatch;
import io.reflux.train.StepReport;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What the stages of a {@link LearnStream} do with one element. Each answers later; a failed answer
 * fails the stream.
 *
 * @param load decodes and cuts the images of a plan
 * @param teach adds the teacher's outputs
 * @param students one update of each student, by name, in the order of the pipeline file
 * @param journal writes down a finished step; the next one waits for it
 */
public record LearnStages(
    Function<BatchPlan, CompletionStage<PixelBatch>> load,
    Function<PixelBatch, CompletionStage<TaughtBatch>> teach,
    Map<String, Function<TaughtBatch, CompletionStage<StepReport>>> students,
    Function<StepDone, CompletionStage<Done>> journal) {}
