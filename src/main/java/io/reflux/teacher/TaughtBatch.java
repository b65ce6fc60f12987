package io.reflux.teacher;

import io.reflux.batch.PixelBatch;
import io.reflux.engine.HostTensor;
import java.util.Map;

/**
 * A batch with the teacher's outputs.
 *
 * @param pixels the images
 * @param teacher the teacher's outputs by name, a row for each row of pixels; empty without a
 *     teacher
 */
public record TaughtBatch(PixelBatch pixels, Map<String, HostTensor> teacher) {}
