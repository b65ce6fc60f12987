package io.reflux.cli;

import com.sun.management.ThreadMXBean;
import io.reflux.bench.BenchCase;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import io.reflux.weights.WeightsFile;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.CRC32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reflux bench weights}. */
@Command(
    name = "weights",
    description = {
      "Times reading checkpoints and touching each of their values.",
      "Also how much memory that takes: the file's own pages, which are mapped, and "
          + "everything that is put beside them."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchWeights implements Callable<Integer> {
  private static final double MOST_SECONDS_PER_MEGABYTE = 2.0 / 100;
  private static final int TENSOR_BYTES = 4_000_000;

  @Mixin private BenchOutput output = new BenchOutput();

  @Parameters(
      paramLabel = "FILE",
      description = "What is read; if none is named, a safetensors file that is made for it.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--megabytes", description = "The size of the file that is made.")
  private int megabytes = 100;

  private final List<BenchCase> cases = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    if (files.isEmpty()) {
      Path folder = Files.createTempDirectory("reflux-bench");
      Path made = folder.resolve("made.safetensors");
      try {
        write(made);
        measure(made);
      } finally {
        Files.deleteIfExists(made);
        Files.delete(folder);
      }
    } else {
      for (Path file : files) {
        measure(file);
      }
    }
    output.print(cases);
    return ExitCode.DONE;
  }

  private void measure(Path file) throws IOException {
    read(file); // so that classes are loaded
    long before = taken();
    long start = System.nanoTime();
    int count = read(file);
    double seconds = (System.nanoTime() - start) / 1e9;
    long size = Files.size(file);
    double megabytes = size / 1e6;
    String name = file.getFileName().toString();
    output.say(
        String.format(
            Locale.ROOT, "%s: %d tensors, %.1f MB, %.3f s", name, count, megabytes, seconds));
    double goal = MOST_SECONDS_PER_MEGABYTE * megabytes;
    cases.add(BenchCase.atMost(goal, name + "-time", seconds, "s"));
    double memory = (size + taken() - before) / (double) size;
    cases.add(BenchCase.atMost(1.3, name + "-memory", memory, "of its size"));
  }

  /** All that this thread ever put on the heap, garbage too, and the direct memory in use. */
  private static long taken() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return direct + threads.getCurrentThreadAllocatedBytes();
  }

  private static int read(Path file) throws IOException {
    NamedTensors tensors = WeightsFile.read(file);
    CRC32 touched = new CRC32();
    tensors.forEach((name, tensor) -> touched.update(tensor.data().duplicate()));
    return tensors.size();
  }

  private void write(Path file) throws IOException {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    ByteBuffer zeros = ByteBuffer.allocate(TENSOR_BYTES);
    int count = (int) Math.max(1, megabytes * 1_000_000L / TENSOR_BYTES);
    for (int i = 0; i < count; i++) {
      long[] shape = {TENSOR_BYTES / ElementType.FLOAT32.bytes()};
      tensors.put("tensor." + i, new HostTensor(ElementType.FLOAT32, shape, zeros));
    }
    new SafetensorsFile(new NamedTensors(tensors), Map.of()).write(file);
  }
}
