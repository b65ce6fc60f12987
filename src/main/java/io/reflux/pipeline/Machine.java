package io.reflux.pipeline;

import io.reflux.setting.Range;
import io.reflux.setting.Section;

/**
 * How much of this machine a run takes, and how far its stages may run ahead of each other. None of
 * it changes a number that is learned.
 *
 * @param loaders threads that read, decode and cut images
 * @param bytesInFlight pixels that may be held between loader and trainer
 * @param loadAhead batches that may be at the loaders at once
 * @param teachAhead batches that may be at the teachers at once
 * @param journalAhead finished steps that may wait to be written down
 */
public record Machine(
    int loaders, long bytesInFlight, int loadAhead, int teachAhead, int journalAhead) {

  /** What each of two pools may hold: pixels for training, and pixels for evaluation. */
  public long bytesOfEachPool() {
    return bytesInFlight / 2;
  }

  static Machine read(Section section) {
    Machine machine =
        new Machine(
            section.whole("loaders", Range.between(1, 256)),
            section.bytes("in-flight", Range.POSITIVE),
            section.whole("load-ahead", Range.between(1, 1024)),
            section.whole("teach-ahead", Range.between(1, 1024)),
            section.whole("journal-ahead", Range.between(1, 1024)));
    section.finish();
    return machine;
  }
}
