package io.reflux.status;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.reflux.engine.GpuGauge;
import io.reflux.stage.CacheCounts;
import io.reflux.stage.DiskOutlook;
import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StageState;
import io.reflux.stage.StageStatus;
import io.reflux.stage.TaskProgress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run's status as Prometheus reads it; nothing before the first. */
final class RunMeters implements MultiCollector {
  private volatile @Nullable RunStatus latest;

  void set(RunStatus status) {
    latest = status;
  }

  @Override
  public MetricSnapshots collect() {
    RunStatus status = latest;
    Samples samples = new Samples();
    if (status != null) {
      run(status, samples);
      tasks(status, samples);
      stages(status, samples);
      disk(status.disk(), samples);
      devices(status, samples);
    }
    return samples.snapshots();
  }

  private static void run(RunStatus run, Samples samples) {
    samples
        .gauges(
            "reflux_run_info",
            "1; the labels say which run it is",
            Map.of(Labels.of("pipeline", run.pipeline(), "run_directory", run.runDirectory()), 1.0))
        .gauges(
            "reflux_run_state",
            "1 for the state that the run is in, 0 for the others",
            only(Labels.EMPTY, RunState.values(), run.state(), RunState::word))
        .gauge("reflux_run_seconds", "time since the run, or its resumption, began", run.seconds())
        .gauge("reflux_live_tensors", "native tensors of all stages", run.liveTensors());
  }

  /** Each task at work by its name. */
  private static void tasks(RunStatus run, Samples samples) {
    samples
        .gauges("reflux_epoch", "epoch at work", each(run, t -> t.latest().epoch()))
        .gauges("reflux_step", "steps done in the task", each(run, t -> t.latest().step()))
        .gauges("reflux_steps", "steps that the task has", each(run, TaskProgress::steps))
        .gauges(
            "reflux_images_per_second",
            "of late, through the whole task",
            each(run, t -> t.latest().imagesPerSecond()))
        .gauges(
            "reflux_in_flight_bytes",
            "pixels between loader and trainer",
            each(run, t -> t.latest().bytesInFlight()))
        .gauges(
            "reflux_in_flight_allowed_bytes",
            "the bound of these pixels",
            each(run, t -> t.latest().bytesAllowed()))
        .gauges(
            "reflux_eta_seconds",
            "time the task still needs; < 0: unknown",
            each(run, t -> t.latest().etaSeconds()))
        .gauges(
            "reflux_checkpoint_share",
            "share of training time in which training stood still for checkpoints",
            each(run, t -> t.latest().checkpointShare()))
        .gauge(
            "reflux_disk_refusing",
            "1 while the run's disk refuses what is to be written, which is waited for",
            run.atWork().stream().allMatch(t -> t.diskTrouble().isEmpty()) ? 0 : 1)
        .counters(
            "reflux_cache_hits",
            "teacher answers read",
            labelled("cache", run, TaskProgress::caches, CacheCounts::hits))
        .counters(
            "reflux_cache_misses",
            "teacher answers computed",
            labelled("cache", run, TaskProgress::caches, CacheCounts::misses))
        .gauges(
            "reflux_loss",
            "latest loss of each student",
            labelled("student", run, t -> t.latest().loss(), Double::doubleValue))
        .gauges("reflux_metric", "latest evaluation of each student", measured(run));
  }

  private static void stages(RunStatus run, Samples samples) {
    Map<Labels, Double> states = new LinkedHashMap<>();
    for (StageStatus stage : run.stages()) {
      states.putAll(only(labels(stage), StageState.values(), stage.state(), StageState::word));
    }
    samples
        .gauges(
            "reflux_stage_state", "1 for the state that the stage is in, 0 for the others", states)
        .gauges(
            "reflux_stage_hanging",
            "1 if it is at one piece of work for too long",
            eachStage(run, stage -> stage.state() == StageState.HANGING ? 1 : 0))
        .gauges(
            "reflux_stage_busy_share",
            "share of the last interval in which the stage worked",
            eachStage(run, StageStatus::busyShare))
        .gauges(
            "reflux_stage_mean_busy_share",
            "share of time since its start in which it worked",
            eachStage(run, StageStatus::meanBusyShare))
        .gauges(
            "reflux_stage_images_per_second",
            "in the last interval",
            eachStage(run, StageStatus::imagesPerSecond))
        .gauges(
            "reflux_stage_queue_depth",
            "messages accepted and not yet answered",
            eachStage(run, StageStatus::queueDepth))
        .gauges(
            "reflux_stage_live_tensors",
            "native tensors owned",
            eachStage(run, StageStatus::liveTensors))
        .counters("reflux_stage_images", "images handled", eachStage(run, StageStatus::images))
        .counters(
            "reflux_stage_failures", "errors survived", eachStage(run, StageStatus::failures));
  }

  private static void disk(DiskOutlook disk, Samples samples) {
    known(
        "reflux_disk_full_seconds",
        "in how many seconds the run's disk is full, as it goes",
        disk.fullSeconds(),
        samples);
    known(
        "reflux_disk_free_bytes",
        "what the run's disk still has room for",
        (double) disk.freeBytes(),
        samples);
    known(
        "reflux_checkpoint_timestamp_seconds",
        "when the latest checkpoint was sealed, in seconds since 1970",
        disk.checkpointTime(),
        samples);
  }

  /** Those of which the driver tells the number. */
  private static void devices(RunStatus run, Samples samples) {
    samples
        .gauges(
            "reflux_device_memory_used_bytes",
            "memory of a GPU that is taken, by this process and others",
            eachDevice(run, GpuGauge::memoryUsedBytes))
        .gauges(
            "reflux_device_memory_bytes",
            "memory that a GPU has",
            eachDevice(run, GpuGauge::memoryBytes))
        .gauges(
            "reflux_device_busy_share",
            "share of the driver's last interval in which a GPU computed",
            eachDevice(run, GpuGauge::busyShare));
  }

  private static Map<Labels, Double> eachDevice(RunStatus run, ToDoubleFunction<GpuGauge> value) {
    Map<Labels, Double> all = new LinkedHashMap<>();
    for (GpuGauge gpu : run.devices()) {
      double number = value.applyAsDouble(gpu);
      if (number >= 0) {
        all.put(Labels.of("device", gpu.device(), "name", gpu.name()), number);
      }
    }
    return all;
  }

  private static void known(String name, String meaning, double value, Samples samples) {
    if (value >= 0) {
      samples.gauge(name, meaning, value);
    }
  }

  private static <E> Map<Labels, Double> only(
      Labels labels, E[] all, E now, Function<E, String> word) {
    Map<Labels, Double> values = new LinkedHashMap<>();
    Stream.of(all)
        .forEach(each -> values.put(labels.add("state", word.apply(each)), each == now ? 1.0 : 0));
    return values;
  }

  private static <V> Map<Labels, Double> labelled(
      String label,
      RunStatus run,
      Function<TaskProgress, Map<String, V>> values,
      ToDoubleFunction<V> number) {
    Map<Labels, Double> all = new LinkedHashMap<>();
    for (TaskProgress task : run.atWork()) {
      values
          .apply(task)
          .forEach(
              (name, value) ->
                  all.put(
                      Labels.of("task", task.task(), label, name), number.applyAsDouble(value)));
    }
    return all;
  }

  private static Map<Labels, Double> measured(RunStatus run) {
    Map<Labels, Double> all = new LinkedHashMap<>();
    for (TaskProgress task : run.atWork()) {
      task.metrics()
          .forEach(
              (student, values) ->
                  values.forEach(
                      (name, value) ->
                          all.put(
                              Labels.of("task", task.task(), "student", student, "metric", name),
                              value)));
    }
    return all;
  }

  private static Map<Labels, Double> each(RunStatus run, ToDoubleFunction<TaskProgress> value) {
    Map<Labels, Double> all = new LinkedHashMap<>();
    run.atWork()
        .forEach(task -> all.put(Labels.of("task", task.task()), value.applyAsDouble(task)));
    return all;
  }

  private static Map<Labels, Double> eachStage(RunStatus run, ToDoubleFunction<StageStatus> value) {
    Map<Labels, Double> all = new LinkedHashMap<>();
    run.stages().forEach(stage -> all.put(labels(stage), value.applyAsDouble(stage)));
    return all;
  }

  private static Labels labels(StageStatus stage) {
    return Labels.of("stage", stage.stage(), "task", stage.task());
  }
}
