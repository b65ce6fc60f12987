package io.reflux.stage;

import io.reflux.engine.GpuGauge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a run goes, at one instant: what {@code GET /status} answers, with the components of {@code
 * progress} beside the others.
 *
 * @param pipeline the pipeline's name
 * @param runDirectory where the run writes
 * @param state what the run is about
 * @param progress how the task at work goes; of several, that which began first
 * @param beside how the others at work go
 * @param liveTensors native tensors of all stages together
 * @param seconds since the run (or its resumption) began
 * @param stages every stage's own words
 * @param disk what is known of the disk that it writes to
 * @param devices what the driver says of this machine's GPUs; none where nobody asks it
 */
public record RunStatus(
    String pipeline,
    String runDirectory,
    RunState state,
    TaskProgress progress,
    List<TaskProgress> beside,
    int liveTensors,
    double seconds,
    List<StageStatus> stages,
    DiskOutlook disk,
    List<GpuGauge> devices) {

  /** Copies the lists of others and of devices. */
  public RunStatus {
    beside = List.copyOf(beside);
    devices = List.copyOf(devices);
  }

  /** A run before its first task. */
  static RunStatus starting(String pipeline, String runDirectory) {
    return new RunStatus(
        pipeline,
        runDirectory,
        RunState.STARTING,
        TaskProgress.NONE,
        List.of(),
        0,
        0,
        List.of(),
        DiskOutlook.UNKNOWN,
        List.of());
  }

  /** The same with another state of the run. */
  RunStatus with(RunState other) {
    return new RunStatus(
        pipeline,
        runDirectory,
        other,
        progress,
        beside,
        liveTensors,
        seconds,
        stages,
        disk,
        devices);
  }

  /** The same with what is known of its disk. */
  RunStatus with(DiskOutlook now) {
    return new RunStatus(
        pipeline,
        runDirectory,
        state,
        progress,
        beside,
        liveTensors,
        seconds,
        stages,
        now,
        devices);
  }

  /** The same with what is known of the GPUs. */
  public RunStatus withDevices(List<GpuGauge> now) {
    return new RunStatus(
        pipeline, runDirectory, state, progress, beside, liveTensors, seconds, stages, disk, now);
  }

  /** The same with another progress of its tasks, of which there is one at least. */
  RunStatus with(List<TaskProgress> now) {
    return new RunStatus(
        pipeline,
        runDirectory,
        state,
        now.get(0),
        now.subList(1, now.size()),
        liveTensors,
        seconds,
        stages,
        disk,
        devices);
  }

  /** The same with what the stages say now. */
  RunStatus with(List<StageStatus> now, double elapsed) {
    int live = now.stream().mapToInt(StageStatus::liveTensors).sum();
    boolean paused =
        state == RunState.RUNNING
            && atWork().stream().allMatch(each -> each.phase() == TaskPhase.PAUSED);
    RunState shown = paused ? RunState.PAUSED : state;
    return new RunStatus(
        pipeline, runDirectory, shown, progress, beside, live, elapsed, now, disk, devices);
  }

  /** How all tasks at work go, the first one first. */
  public List<TaskProgress> atWork() {
    return Stream.concat(Stream.of(progress), beside.stream()).toList();
  }

  /** What a stage says, by its name; empty if there is none of that name. */
  public Optional<StageStatus> stage(String name) {
    return stages.stream().filter(each -> each.stage().equals(name)).findFirst();
  }

  /** The stages that hang. */
  public List<StageStatus> hanging() {
    return stages.stream().filter(each -> each.state() == StageState.HANGING).toList();
  }

  /** The task at work; empty between tasks. */
  public String task() {
    return progress.task();
  }

  /** The latest step of the task at work. */
  public StepProgress latest() {
    return progress.latest();
  }

  /** The latest evaluation of each student: student, then metric name, then value. */
  public Map<String, Map<String, Double>> metrics() {
    return progress.metrics();
  }
}
