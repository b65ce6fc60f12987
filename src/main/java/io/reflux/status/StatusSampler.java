package io.reflux.status;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.japi.Pair;
import akka.stream.ActorAttributes;
import akka.stream.KillSwitch;
import akka.stream.KillSwitches;
import akka.stream.Supervision;
import akka.stream.javadsl.BroadcastHub;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.reflux.engine.GpuGauge;
import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the run how it goes, once for all who look on.
 *
 * <pre>
 *   tick ──► ask (one at a time) ──► history, answers ──► hub ──► every event stream
 * </pre>
 *
 * <p>An answer that fails or comes too late is left out; the next tick asks again.
 */
final class StatusSampler {
  /** Samples held for all event streams; the hub wants a power of two. */
  private static final int HUB_BUFFER = 2;

  /** However many ask, the run is looked at in time. */
  private static final String DISPATCHER = "reflux.status-threads.sampling-dispatcher";

  private static final Logger LOG = LoggerFactory.getLogger(StatusSampler.class);

  private final Supplier<CompletionStage<RunStatus>> status;
  private final Duration patience;
  private final History history = new History();
  private final StatusMeters meters = new StatusMeters();
  private final DeviceGauges devices = DeviceGauges.ofTheMachine();
  private final Source<Answers, NotUsed> samples;
  private final CompletableFuture<Answers> first = new CompletableFuture<>();
  private final Duration longestSilence;
  private final KillSwitch end;
  private volatile @Nullable Answers latest;

  private StatusSampler(ActorSystem<?> system, StatusSpec settings, RunHandle run) {
    this.status = run.status();
    this.patience = settings.patience();
    longestSilence = settings.patience().plus(settings.every());
    Pair<KillSwitch, Source<Answers, NotUsed>> running =
        Source.tick(Duration.ZERO, settings.every(), NotUsed.getInstance())
            .mapAsync(1, tick -> now())
            .withAttributes(
                ActorAttributes.withSupervisionStrategy(Supervision.getResumingDecider()))
            .map(this::remember)
            .viaMat(KillSwitches.<Answers>single(), (tick, kill) -> (KillSwitch) kill)
            .toMat(BroadcastHub.of(Answers.class, HUB_BUFFER), Keep.both())
            .addAttributes(ActorAttributes.dispatcher(DISPATCHER))
            .run(system);
    this.end = running.first();
    this.samples = running.second();
    samples.runWith(Sink.ignore(), system);
  }

  static StatusSampler start(ActorSystem<?> system, StatusSpec settings, RunHandle run) {
    return new StatusSampler(system, settings, run);
  }

  /** What the latest sample is answered with; empty when the run has been silent for too long. */
  CompletionStage<Optional<Answers>> latest() {
    Answers known = latest;
    if (known == null) {
      return first
          .copy()
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .handle((answers, failure) -> Optional.ofNullable(answers));
    }
    boolean fresh = System.nanoTime() - known.nanos() < longestSilence.toNanos();
    return CompletableFuture.completedFuture(fresh ? Optional.of(known) : Optional.empty());
  }

  private CompletionStage<RunStatus> now() {
    try {
      return status
          .get()
          .toCompletableFuture()
          .copy()
          .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The samples to come; who is slow sees fewer, and holds up nobody. */
  Source<Answers, NotUsed> samples() {
    return samples.conflate((older, newer) -> newer);
  }

  /** The samples so far. */
  History history() {
    return history;
  }

  /** What no sample may show: a task's last metrics come just before the next task begins. */
  void evaluated(String task, String name, int epoch, Map<String, Double> metrics) {
    history.evaluated(new History.Evaluated(task, Map.of(name, epoch), Map.of(name, metrics)));
  }

  private Answers remember(RunStatus status) {
    history.add(status);
    List<GpuGauge> gauges = devices.sample();
    Answers now = answers(gauges.isEmpty() ? status : status.withDevices(gauges));
    latest = now;
    first.complete(now);
    return now;
  }

  private Answers answers(RunStatus status) {
    try {
      return Answers.of(status, meters, System.nanoTime());
    } catch (RuntimeException e) {
      LOG.error("no answers are made of the run's status", e);
      throw e;
    }
  }

  /** Ends all streams. */
  void stop() {
    end.shutdown();
    meters.close();
    devices.close();
  }
}
