package io.reflux.stage;

/**
 * How a stage does, at one instant. What is <em>of the last interval</em> is of the whole interval
 * between the last two looks of the status board, two seconds by default.
 *
 * @param task whose it is; empty if nobody knows
 * @param stage its name, as {@code loader}, {@code lane-0}, {@code trainer-student}
 * @param device where it computes; empty if it computes nothing
 * @param state what it is about
 * @param doing the piece of work that it is at, as {@code training step 12}; empty if it is at none
 * @param doingSeconds for how long already; 0 if it is at none
 * @param busyShare the share of the last interval in which it worked, 0 to 1
 * @param meanBusyShare the share of time since its start in which it worked, 0 to 1
 * @param queueDepth messages accepted and not yet answered
 * @param images images handled since its start
 * @param imagesPerSecond in the last interval
 * @param meanImagesPerSecond since its start
 * @param liveTensors native tensors it owns now
 * @param failures errors survived since its start: unreadable images, retried batches, restarts
 */
public record StageStatus(
    String task,
    String stage,
    String device,
    StageState state,
    String doing,
    double doingSeconds,
    double busyShare,
    double meanBusyShare,
    int queueDepth,
    long images,
    double imagesPerSecond,
    double meanImagesPerSecond,
    int liveTensors,
    long failures) {

  /** The same as one of a task's. */
  StageStatus of(String other) {
    return new StageStatus(
        other,
        stage,
        device,
        state,
        doing,
        doingSeconds,
        busyShare,
        meanBusyShare,
        queueDepth,
        images,
        imagesPerSecond,
        meanImagesPerSecond,
        liveTensors,
        failures);
  }
}
