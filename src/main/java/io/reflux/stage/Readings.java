package io.reflux.stage;

import io.reflux.dataset.Dataset;
import io.reflux.dataset.FileFacts;
import io.reflux.dataset.Region;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What is being read of datasets at this instant: a reading that doesn't come back is known by its
 * file. Safe for many threads.
 */
final class Readings {
  private final LongSupplier nanos;
  private final Map<Long, Reading> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();

  /**
   * A file that is being read.
   *
   * @param location where it lies
   * @param sinceNanos when that began
   */
  record Reading(String location, long sinceNanos) {}

  /** Nothing is read yet. */
  public Readings() {
    this(System::nanoTime);
  }

  /** The same with a clock of another making. */
  Readings(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The same dataset; while one of its files is read, that is known here. */
  public Dataset watching(Dataset dataset) {
    return new Watched(dataset);
  }

  /** The file that has been read for the longest time; empty if none is read now. */
  Optional<StageReport.Piece> oldest() {
    long now = nanos.getAsLong();
    return open.values().stream()
        .reduce((one, other) -> one.sinceNanos() - other.sinceNanos() <= 0 ? one : other)
        .map(
            reading ->
                new StageReport.Piece(
                    "reading " + reading.location(), now - reading.sinceNanos(), longest.get()));
  }

  private byte[] read(Dataset dataset, int id) throws IOException {
    long number = numbers.getAndIncrement();
    long began = nanos.getAsLong();
    open.put(number, new Reading(dataset.location(id), began));
    try {
      return dataset.read(id);
    } finally {
      open.remove(number);
      longest.accumulateAndGet(nanos.getAsLong() - began, Math::max);
    }
  }

  /** A dataset whose readings are known. */
  private final class Watched implements Dataset {
    private final Dataset dataset;

    Watched(Dataset dataset) {
      this.dataset = dataset;
    }

    @Override
    public int size() {
      return dataset.size();
    }

    @Override
    public int classes() {
      return dataset.classes();
    }

    @Override
    public int label(int id) {
      return dataset.label(id);
    }

    @Override
    public String className(int label) {
      return dataset.className(label);
    }

    @Override
    public int classId(int label) {
      return dataset.classId(label);
    }

    @Override
    public String name(int id) {
      return dataset.name(id);
    }

    @Override
    public String location(int id) {
      return dataset.location(id);
    }

    @Override
    public FileFacts facts(int id) {
      return dataset.facts(id);
    }

    @Override
    public Optional<Region> region(int id) {
      return dataset.region(id);
    }

    @Override
    public byte[] read(int id) throws IOException {
      return Readings.this.read(dataset, id);
    }

    @Override
    public int[] labels() {
      return dataset.labels();
    }
  }
}
