package io.reflux.status;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.reflux.engine.ResidentMemory;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * The process as Prometheus's own clients show it, under the names that they share: processor time,
 * resident memory, file descriptors, when it began, and garbage collections. What the system does
 * not tell is left out.
 */
final class ProcessMeters implements MultiCollector {
  private static final double NANOS = 1e9;
  private static final double MILLIS = 1e3;
  private static final double GIGA = 1e9;

  @Override
  public MetricSnapshots collect() {
    Samples samples = new Samples();
    samples.gauge(
        "process_start_time_seconds",
        "when the process began, in seconds since 1970",
        ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
    ResidentMemory.gigabytes()
        .ifPresent(
            gigabytes ->
                samples.gauge(
                    "process_resident_memory_bytes",
                    "memory of the process in the machine's",
                    Math.rint(gigabytes * GIGA)));
    ManagementFactory.getPlatformMXBeans(UnixOperatingSystemMXBean.class)
        .forEach(unix -> unix(unix, samples));
    collections(samples);
    return samples.snapshots();
  }

  private static void collections(Samples samples) {
    SummarySnapshot.Builder collections =
        SummarySnapshot.builder()
            .name("jvm_gc_collection_seconds")
            .help("garbage collections, and the time that they took");
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections.dataPoint(
          SummaryDataPointSnapshot.builder()
              .labels(Labels.of("gc", each.getName()))
              .count(Math.max(0, each.getCollectionCount()))
              .sum(Math.max(0, each.getCollectionTime()) / MILLIS)
              .build());
    }
    samples.add(collections.build());
  }

  private static void unix(UnixOperatingSystemMXBean system, Samples samples) {
    samples
        .counter(
            "process_cpu_seconds",
            "processor time of all threads",
            system.getProcessCpuTime() / NANOS)
        .gauge(
            "process_open_fds",
            "open file descriptors",
            (double) system.getOpenFileDescriptorCount())
        .gauge(
            "process_max_fds",
            "file descriptors allowed",
            (double) system.getMaxFileDescriptorCount());
  }
}
