package io.reflux.stream;

import io.reflux.batch.PixelBatch;
import io.reflux.train.StepReport;
import java.util.Map;

/**
 * One batch that every student has trained on.
 *
 * @param batch the batch; its pixels have been given back
 * @param students what each student's step was like, by name
 */
public record StepDone(PixelBatch batch, Map<String, StepReport> students) {}
