package io.reflux.sampler;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * What all samplers that choose by stored embeddings are told.
 *
 * @param batchSize examples a batch; a multiple of {@code imagesPerClass}
 * @param imagesPerClass images of a class that come together
 * @param bigBatch examples drawn at random, of which a batch is chosen; at least {@code batchSize}
 * @param project how many random directions embeddings are projected onto before they are compared;
 *     0: they are compared as they are
 * @param update whether training's embeddings replace the stored ones
 */
record StorageSettings(
    int batchSize, int imagesPerClass, int bigBatch, int project, boolean update) {

  static StorageSettings read(Section section) {
    int batchSize = section.whole("batch-size", Range.atLeast(2));
    int imagesPerClass = section.whole("images-per-class", Range.atLeast(1));
    if (batchSize % imagesPerClass != 0) {
      section.refuse("images-per-class", "a divisor of batch-size, " + batchSize);
      imagesPerClass = 1;
    }
    int bigBatch = section.whole("big-batch", Range.atLeast(2));
    if (bigBatch < batchSize) {
      section.refuse("big-batch", "at least batch-size, " + batchSize);
      bigBatch = batchSize;
    }
    int project = section.whole("project", Range.atLeast(0));
    return new StorageSettings(
        batchSize, imagesPerClass, bigBatch, project, section.flag("update"));
  }

  /** How many classes, which may repeat, a batch is made of. */
  int draws() {
    return batchSize / imagesPerClass;
  }
}
