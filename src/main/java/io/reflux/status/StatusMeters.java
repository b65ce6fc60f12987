package io.reflux.status;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reflux.stage.CacheCounts;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StageState;
import io.reflux.stage.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The status as Prometheus reads it, beside the meters of the JVM. */
final class StatusMeters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicReference<RunStatus> latest = new AtomicReference<>();
  private final MultiGauge loss = many("reflux.loss", "latest loss of each student");
  private final MultiGauge metric = many("reflux.metric", "latest evaluation of each student");
  private final MultiGauge hits = many("reflux.cache.hits", "teacher answers read");
  private final MultiGauge misses = many("reflux.cache.misses", "teacher answers computed");
  private final Map<MultiGauge, ToDoubleFunction<StageStatus>> ofStages =
      Map.of(
          many("reflux.stage.busy.share", "share of the last interval in which the stage worked"),
          StageStatus::busyShare,
          many("reflux.stage.mean.busy.share", "share of time since its start in which it worked"),
          StageStatus::meanBusyShare,
          many("reflux.stage.images.per.second", "in the last interval"),
          StageStatus::imagesPerSecond,
          many("reflux.stage.hanging", "1 if it is at one piece of work for too long"),
          stage -> stage.state() == StageState.HANGING ? 1 : 0,
          many("reflux.stage.queue.depth", "messages accepted and not yet answered"),
          StageStatus::queueDepth,
          many("reflux.stage.images", "images handled"),
          StageStatus::images,
          many("reflux.stage.live.tensors", "native tensors owned"),
          StageStatus::liveTensors,
          many("reflux.stage.failures", "errors survived"),
          StageStatus::failures);

  StatusMeters() {
    one("reflux.epoch", "epoch at work", run -> run.latest().epoch());
    one("reflux.step", "steps done in the task", run -> run.latest().step());
    one(
        "reflux.images.per.second",
        "through the whole task",
        run -> run.latest().imagesPerSecond());
    one(
        "reflux.bytes.in.flight",
        "pixels between loader and trainer",
        run -> run.latest().bytesInFlight());
    one("reflux.bytes.allowed", "the bound of bytes in flight", run -> run.latest().bytesAllowed());
    one("reflux.live.tensors", "native tensors of all stages", RunStatus::liveTensors);
    one("reflux.eta.seconds", "time the task still needs", run -> run.latest().etaSeconds());
    one("reflux.run.seconds", "time since the run began", RunStatus::seconds);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  /** The text of one scrape. */
  synchronized String text(RunStatus status) {
    latest.set(status);
    loss.register(rows(status.latest().loss(), "student", Double::doubleValue), true);
    metric.register(measured(status), true);
    hits.register(rows(status.progress().caches(), "cache", CacheCounts::hits), true);
    misses.register(rows(status.progress().caches(), "cache", CacheCounts::misses), true);
    ofStages.forEach((gauge, value) -> gauge.register(stages(status, value), true));
    return registry.scrape();
  }

  private void one(String name, String meaning, ToDoubleFunction<RunStatus> value) {
    Gauge.builder(name, latest, l -> l.get() == null ? Double.NaN : value.applyAsDouble(l.get()))
        .description(meaning)
        .register(registry);
  }

  private MultiGauge many(String name, String meaning) {
    return MultiGauge.builder(name).description(meaning).register(registry);
  }

  private static <V> List<Row<?>> rows(
      Map<String, V> values, String tag, ToDoubleFunction<V> number) {
    return values.entrySet().stream()
        .<Row<?>>map(e -> Row.of(Tags.of(tag, e.getKey()), number.applyAsDouble(e.getValue())))
        .collect(Collectors.toList());
  }

  private static List<Row<?>> measured(RunStatus status) {
    List<Row<?>> rows = new ArrayList<>();
    status
        .metrics()
        .forEach(
            (student, values) ->
                values.forEach(
                    (name, value) ->
                        rows.add(Row.of(Tags.of("student", student, "metric", name), value))));
    return rows;
  }

  private static List<Row<?>> stages(RunStatus status, ToDoubleFunction<StageStatus> value) {
    return status.stages().stream()
        .<Row<?>>map(s -> Row.of(Tags.of("stage", s.stage()), value.applyAsDouble(s)))
        .collect(Collectors.toList());
  }
}
