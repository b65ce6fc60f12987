package io.reflux.stream;

import io.reflux.batch.PixelBatch;
import io.reflux.train.Trained;
import java.util.Map;

/**
 * One batch that every student has trained on.
 *
 * @param batch the batch; its pixels have been given back
 * @param students each student's answer, by name
 */
public record StepDone(PixelBatch batch, Map<String, Trained> students) {}
