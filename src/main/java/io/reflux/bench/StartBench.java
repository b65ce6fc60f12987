package io.reflux.bench;

import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.DistinctExamples;
import io.reflux.dataset.ShardWriter;
import io.reflux.sampler.Sampler;
import io.reflux.sampler.Samplers;
import io.reflux.weights.FolderRemoval;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a large dataset takes to start, and how much memory it takes: a synthetic index with
 * names as ImageNet's is opened, and the batches of a first epoch are drawn.
 */
public final class StartBench {
  private static final int CLASSES = 1000;

  private StartBench() {}

  /**
   * What was measured.
   *
   * @param seconds from nothing to the first epoch's batches
   * @param processorSeconds of the thread that did it
   * @param heapBytes of live objects that came with it, the batches included
   */
  public record Start(double seconds, double processorSeconds, long heapBytes) {}

  /**
   * Measures.
   *
   * @throws IOException if the index can't be written to the folder for temporary files
   */
  public static Start measure(int examples) throws IOException {
    Path folder = Files.createTempDirectory("reflux-bench");
    try {
      write(folder, examples);
      long heapBefore = heap();
      long before = System.nanoTime();
      long processorBefore = processorTime();
      Dataset train = Datasets.prepared(folder).train();
      Sampler sampler = Samplers.CATALOGUE.withDefaults("class-balanced").over(train);
      List<int[]> batches = sampler.epoch(Chance.of(0));
      double processor = (processorTime() - processorBefore) / 1e9;
      double seconds = (System.nanoTime() - before) / 1e9;
      try {
        return new Start(seconds, processor, heap() - heapBefore);
      } finally {
        Reference.reachabilityFence(List.of(train, sampler, batches));
      }
    } finally {
      FolderRemoval.of(folder);
    }
  }

  private static void write(Path folder, int examples) throws IOException {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put("train", new Names(examples));
    parts.put("test", new Names(CLASSES));
    DistinctExamples distinct = new DistinctExamples(parts);
    try (ShardWriter writer = ShardWriter.open(folder, 1 << 20, "a bench")) {
      for (int i = 0; i < distinct.size(); i++) {
        writer.add(new byte[0]);
      }
      writer.finish(distinct);
    }
  }

  /** Examples that are names only, class by class. */
  private record Names(int size) implements Dataset {
    @Override
    public int classes() {
      return Math.min(CLASSES, size);
    }

    @Override
    public int label(int id) {
      return (int) ((long) id * classes() / size);
    }

    @Override
    public String className(int label) {
      return String.format("n%08d", label);
    }

    @Override
    public String name(int id) {
      String name = "n" + (10_000_000 + label(id));
      return "train/" + name + "/" + name + "_" + id % 100_000 + ".JPEG";
    }

    @Override
    public byte[] read(int id) throws IOException {
      throw new IOException("it is a name only");
    }
  }

  /** Live bytes: what is left after a garbage collection. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
