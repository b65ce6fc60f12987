package io.reflux.stage;

/**
 * What a stage tells of itself.
 *
 * @param stage its name, as {@code loader}, {@code lane-0}, {@code trainer-student}
 * @param state a word: {@code idle}, {@code working}, {@code stopped}, {@code failed}
 * @param busyShare the share of time since its start in which it worked, 0 to 1
 * @param queueDepth messages accepted and not yet answered
 * @param images images handled since its start
 * @param imagesPerSecond of late
 * @param liveTensors native tensors it owns now
 * @param failures errors survived since its start: unreadable images, retried batches
 */
public record StageStatus(
    String stage,
    String state,
    double busyShare,
    int queueDepth,
    long images,
    double imagesPerSecond,
    int liveTensors,
    long failures) {}
