package io.reflux.run;

import com.sun.jna.NativeLibrary;
import io.reflux.engine.ResidentMemory;
import io.reflux.engine.TensorScope;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.stage.Steering;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a run holds at each of its steps, by the process's own counters. */
final class SoakWatch implements RunListener {
  /** Pools begin a thread, or open a file, when they first need it: what leaks does so for ever. */
  private static final int POOLED = 4;

  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final int MARKS = 120;
  private static final int WINDOW = 15;

  private final List<Sample> samples = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Optional<Duration> longest;
  private final long began = System.nanoTime();
  private @Nullable RunHandle run;
  private boolean told;

  /** A watch that stops the run after a time, or lets it come to its end. */
  SoakWatch(Optional<Duration> longest) {
    this.longest = longest;
  }

  /** What was resident after a collection, and after how many steps. */
  private record Mark(int step, double megabytes) {}

  private record Sample(double tensors, double threads, double descriptors) {
    static Sample now() {
      String[] open = new File("/proc/self/fd").list();
      return new Sample(
          TensorScope.liveInProcess(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          open == null ? 0 : open.length);
    }
  }

  @Override
  public void started(RunHandle run) {
    this.run = run;
  }

  @Override
  public void heard(RunEvent event) {
    if (event.toString().startsWith("StepTaken[task=target")) {
      samples.add(Sample.now());
      mark();
      if (isOver() && !told) {
        told = true;
        var unused = Objects.requireNonNull(run).steer().apply(new Steering.Stop(GRACE));
      }
    }
  }

  /** After collections, evenly over the time that there is. */
  private void mark() {
    long nanos = System.nanoTime() - began;
    if (longest.isPresent() && nanos > (marks.size() + 1) * longest.get().toNanos() / MARKS) {
      marks.add(new Mark(samples.size(), megabytes()));
    }
  }

  /**
   * What stays when Java's heap and the C library's have given back what they only keep: how much
   * that is differs by hundreds of megabytes from one moment to the next.
   */
  private static double megabytes() {
    System.gc();
    NativeLibrary.getInstance("c").getFunction("malloc_trim").invokeInt(new Object[] {0L});
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    double unused = (heap.getCommitted() - heap.getUsed()) / 1e6;
    return 1000 * ResidentMemory.gigabytes().orElse(0) - unused;
  }

  private boolean isOver() {
    return longest.isPresent() && System.nanoTime() - began > longest.get().toNanos();
  }

  /** The most in the second quarter, and the least in the last one: a leak parts them. */
  private double[] around(ToDoubleFunction<Sample> value) {
    int quarter = samples.size() / 4;
    double before =
        samples.subList(quarter, 2 * quarter).stream().mapToDouble(value).max().orElse(0);
    double after =
        samples.subList(3 * quarter, samples.size()).stream().mapToDouble(value).min().orElse(0);
    return new double[] {before, after};
  }

  /**
   * Resident megabytes by 1,000 steps, by least squares over the least of each window of marks, the
   * first quarter of them left out: what stages are at, at a mark, differs by far more than a leak.
   */
  double slope() {
    List<Mark> late = new ArrayList<>();
    for (int end = marks.size() / 4 + WINDOW; end <= marks.size(); end += WINDOW) {
      late.add(
          Collections.min(
              marks.subList(end - WINDOW, end), Comparator.comparingDouble(Mark::megabytes)));
    }
    double step = late.stream().mapToInt(Mark::step).average().orElse(0);
    double megabytes = late.stream().mapToDouble(Mark::megabytes).average().orElse(0);
    double covariance = 0;
    double variance = 0;
    for (Mark each : late) {
      covariance += (each.step() - step) * (each.megabytes() - megabytes);
      variance += (each.step() - step) * (each.step() - step);
    }
    return variance == 0 ? 0 : 1000 * covariance / variance;
  }

  /** How many steps were seen. */
  int steps() {
    return samples.size();
  }

  /** Counters, as they were early and late. */
  Map<String, double[]> counters() {
    Map<String, double[]> counters = new LinkedHashMap<>();
    counters.put("native tensors", around(Sample::tensors));
    counters.put("threads", around(Sample::threads));
    counters.put("descriptors", around(Sample::descriptors));
    return counters;
  }

  /** A line of the table. */
  String row(String kind) {
    StringBuilder row = new StringBuilder(String.format("%-10s%9d", kind, steps()));
    counters()
        .values()
        .forEach(each -> row.append(String.format("%15.0f … %.0f", each[0], each[1])));
    return row.append(String.format("%15.2f%n", slope())).toString();
  }

  /** The counters that have grown. */
  List<String> grown() {
    return counters().entrySet().stream()
        .filter(each -> Objects.requireNonNull(each.getValue())[1] > each.getValue()[0] + POOLED)
        .map(each -> each.getKey() + " grew")
        .toList();
  }
}
