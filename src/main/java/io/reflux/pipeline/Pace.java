package io.reflux.pipeline;

import io.reflux.setting.Amount;
import io.reflux.teacher.CacheMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the stages of one task run ahead of each other on a machine: what the pipeline file says,
 * and what follows from its devices where it leaves that open. None of it changes a number.
 *
 * @param loaders threads that read, decode and cut images
 * @param loadAhead batches at the loaders at once
 * @param teachAhead batches at the teachers at once
 * @param journalAhead finished steps that may wait to be written down
 * @param bytesOfEachPool what each of two pools may hold: pixels for training, and for evaluation
 * @param doubts what of the file's own numbers leaves a device without work, a sentence each
 */
public record Pace(
    int loaders,
    int loadAhead,
    int teachAhead,
    int journalAhead,
    long bytesOfEachPool,
    List<String> doubts) {
  private static final int LOAD_AHEAD = 4;
  private static final int MOST_LOADERS = 256;

  /** The batch that students train on, and one on its way to them. */
  private static final int AT_STUDENTS = 2;

  private static final long LEAST_BYTES = 128L << 20;
  private static final int MEBIBYTE = 1 << 20;

  /** Copies the doubts. */
  public Pace {
    doubts = List.copyOf(doubts);
  }

  /**
   * A machine that runs work.
   *
   * @param cores its processors
   * @param bytes memory that pixels may take, where the file doesn't say how much
   */
  public record Hardware(int cores, long bytes) {

    /** This one; half of what the virtual machine may take is for pixels. */
    public static Hardware present() {
      Runtime runtime = Runtime.getRuntime();
      return new Hardware(runtime.availableProcessors(), runtime.maxMemory() / 2);
    }

    /** What one of so many tasks takes that work side by side. */
    Hardware sharedBy(int tasks) {
      return new Hardware(Math.max(1, cores / tasks), bytes / tasks);
    }
  }

  /** How a machine works at a task. */
  public static Pace of(Work work, Machine machine, Hardware hardware) {
    Lanes lanes = work.visit(new AllLanes(machine.nodeLanes()));
    BatchPixels pixels = BatchPixels.of(work);
    int load = machine.loadAhead().orElse(LOAD_AHEAD);
    int teach = machine.teachAhead().orElse(lanes.count() + 1 + (lanes.cached() ? load : 0));
    long needed =
        Math.max(
            (load + teach + AT_STUDENTS) * pixels.trained(), (load + AT_STUDENTS) * pixels.shown());
    long most = Math.max(pixels.largest(), hardware.bytes() / 2);
    long pool =
        machine.bytesInFlight().isPresent()
            ? machine.bytesInFlight().getAsLong() / 2
            : Math.min(most, Math.max(LEAST_BYTES, needed));
    return new Pace(
        machine.loaders().orElse(Math.max(1, Math.min(MOST_LOADERS, hardware.cores()))),
        load,
        teach,
        machine.journalAhead(),
        pool,
        doubts(lanes, teach, pool, pixels.trained()));
  }

  private static List<String> doubts(Lanes lanes, int teach, long pool, long batch) {
    List<String> doubts = new ArrayList<>();
    if (lanes.count() == 0 || batch == 0) {
      return doubts;
    }
    // While the oldest batch is at its last piece, the others must have one for every lane.
    int needed = 1 + lanes.busyWith();
    if (teach < needed) {
      doubts.add(
          String.format(
              "machine.teach-ahead: %d (expected: >= %d; while the last of %s of a batch is"
                  + " computed, there is work of %s for %d of %s)",
              teach,
              needed,
              Amount.of(lanes.pieces(), "piece"),
              Amount.of(teach - 1, "other batch"),
              (teach - 1) * lanes.pieces(),
              Amount.of(lanes.count(), "lane")));
    }
    long room = pool / batch;
    int held = needed + AT_STUDENTS + 1;
    if (room < held) {
      doubts.add(
          String.format(
              "machine.in-flight: %d MiB (expected: >= %d MiB; its half for training has room for"
                  + " %s of %d MiB, and %d at the teachers, %d at the students and 1 at the"
                  + " loaders keep all of them at work)",
              mebibytes(2 * pool),
              mebibytes(2L * held * batch),
              Amount.of(room, "batch"),
              mebibytes(batch),
              needed,
              AT_STUDENTS));
    }
    return doubts;
  }

  static long mebibytes(long bytes) {
    return (bytes + MEBIBYTE - 1) / MEBIBYTE;
  }

  /**
   * The lanes of a teacher.
   *
   * @param pieces how many pieces of a batch there are for them
   * @param cached whether answers are looked up first, early enough to gather those that are
   *     missing
   */
  private record Lanes(int count, int pieces, boolean cached) {
    static final Lanes NONE = new Lanes(0, 1, false);

    /** How many batches have a piece for every lane. */
    int busyWith() {
      return (count + pieces - 1) / pieces;
    }

    /** The lanes of the teacher that needs more batches. */
    Lanes or(Lanes other) {
      Lanes more = other.busyWith() > busyWith() ? other : this;
      return new Lanes(more.count, more.pieces, cached || other.cached);
    }
  }

  /**
   * The lanes of some work's teachers.
   *
   * @param elsewhere how many each has on nodes
   */
  private record AllLanes(int elsewhere) implements Work.Visitor<Lanes> {
    @Override
    public Lanes learn(Learn learn) {
      return learn.teachers().values().stream()
          .map(
              spec ->
                  new Lanes(
                      elsewhere + (spec.nodesOnly() ? 0 : spec.devices().size()),
                      Math.max(1, TeacherChunk.of(learn, spec).pieces()),
                      spec.cache().mode() != CacheMode.OFF))
          .reduce(Lanes.NONE, Lanes::or);
    }

    @Override
    public Lanes measure(Measure measure) {
      return Lanes.NONE;
    }

    @Override
    public Lanes export(Export export) {
      return Lanes.NONE;
    }
  }
}
