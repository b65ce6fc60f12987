package io.reflux.status;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reflux.stage.RunStatus;

/** The status as Prometheus reads it, beside the meters of the process and of the JVM. */
final class StatusMeters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RunMeters run = new RunMeters();
  private final JvmGcMetrics collections = new JvmGcMetrics();

  StatusMeters() {
    registry.getPrometheusRegistry().register(run);
    registry.getPrometheusRegistry().register(new ProcessMeters());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /** The text of one scrape. */
  synchronized String text(RunStatus status) {
    run.set(status);
    return registry.scrape();
  }

  /** Hears of no garbage collection any more. */
  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
