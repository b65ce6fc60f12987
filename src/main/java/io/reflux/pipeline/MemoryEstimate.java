package io.reflux.pipeline;

import io.reflux.engine.Device;
import io.reflux.setting.Amount;
import java.util.Comparator;
import java.util.List;

/**
 * Roughly how much memory the process of a run has resident at most: what Java and libtorch take
 * themselves, pixels on their way, and what networks take on the processor. Of tasks that come one
 * after another the largest counts, as what a task has left is taken by the next.
 *
 * @param process Java's and libtorch's own, in bytes
 * @param pixels of batches that are loaded ahead, in bytes
 * @param networks weights, activations and optimizers, in bytes
 */
public record MemoryEstimate(long process, long pixels, long networks) {
  /**
   * Measured of runs whose networks and images are small, as the launcher starts them: 720 to 750
   * MB in the quickstart, of which Java has about 350 (half of it heap); 430 in one that is over
   * before the heap has grown.
   */
  private static final long PROCESS = 700_000_000;

  /**
   * What networks take more where several learn at once: what each of them frees and takes again
   * lies scattered between the others'. Measured: two MobileNetV2 with 90 images each took 5.3 GB,
   * of which 4.1 are theirs; six small students and their evaluations 2.1 GB, of which 1.0 are.
   */
  private static final double SCATTERED = 1.5;

  /** The batch that students train on, and one on its way to them. */
  private static final int AT_STUDENTS = 2;

  /** What a run of a pipeline takes on this machine. */
  public static MemoryEstimate of(Pipeline pipeline) {
    int atOnce = pipeline.machine().tasks().atOnce(pipeline.tasks());
    List<MemoryEstimate> largest =
        pipeline.tasks().stream()
            .map(task -> of(task, pipeline, atOnce > 1))
            .sorted(Comparator.comparingLong(MemoryEstimate::bytes).reversed())
            .limit(atOnce)
            .toList();
    return new MemoryEstimate(
        PROCESS,
        largest.stream().mapToLong(MemoryEstimate::pixels).sum(),
        largest.stream().mapToLong(MemoryEstimate::networks).sum());
  }

  /** What a task takes; others may learn beside it. */
  private static MemoryEstimate of(Task task, Pipeline pipeline, boolean beside) {
    Work work = task.work();
    boolean several =
        beside || task.learn().filter(learn -> learn.students().size() > 1).isPresent();
    Pace pace = pipeline.pace(work);
    BatchPixels pixels = BatchPixels.of(work);
    long ahead = (long) pace.loadAhead() + pace.teachAhead() + AT_STUDENTS;
    long shown = (pace.loadAhead() + AT_STUDENTS) * pixels.shown();
    return new MemoryEstimate(
        0,
        Math.min(pace.bytesOfEachPool(), ahead * pixels.trained())
            + Math.min(pace.bytesOfEachPool(), shown),
        Math.round(
            (several ? SCATTERED : 1)
                * pipeline.needs(work).stream()
                    .filter(need -> need.device().kind() == Device.Kind.CPU)
                    .mapToLong(MemoryNeed::bytes)
                    .sum()));
  }

  /** All together. */
  public long bytes() {
    return process + pixels + networks;
  }

  /** The sum, for people. */
  public String inWords() {
    return "%s resident at most: %s of Java and libtorch, %s of pixels, %s of networks"
        .formatted(
            Amount.bytes(bytes()),
            Amount.bytes(process),
            Amount.bytes(pixels),
            Amount.bytes(networks));
  }
}
