package io.reflux.status;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Serves the status of one run until it is stopped. */
public final class StatusServer {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ServerBinding binding;
  private final StatusSampler sampler;

  private StatusServer(ServerBinding binding, StatusSampler sampler) {
    this.binding = binding;
    this.sampler = sampler;
  }

  /**
   * Begins to listen.
   *
   * @param system runs the server; it is not stopped with it
   * @param settings address, port, pace
   * @param status asks the run how it goes; called from any thread
   * @return the server once it listens; fails, naming the address, if it can't
   */
  public static CompletionStage<StatusServer> start(
      ActorSystem<?> system, StatusSpec settings, Supplier<CompletionStage<RunStatus>> status) {
    StatusSampler sampler = StatusSampler.start(system, settings, status);
    StatusRoutes routes = new StatusRoutes(sampler, new StatusMeters());
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .bind(routes.all())
        .handle(
            (binding, failure) -> {
              if (failure != null) {
                sampler.stop();
                throw new IllegalStateException(
                    String.format(
                        "status: can't listen on %s:%d (expected: a free port of this machine)",
                        settings.host(), settings.port()),
                    failure);
              }
              return new StatusServer(binding, sampler);
            });
  }

  /** Where the dashboard is, as {@code http://127.0.0.1:41233/}. */
  public String url() {
    InetSocketAddress address = binding.localAddress();
    String host = address.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
  }

  /** The port on which it listens. */
  public int port() {
    return binding.localAddress().getPort();
  }

  /** Ends all event streams and stops listening. */
  public CompletionStage<Void> stop() {
    sampler.stop();
    return binding.terminate(GRACE).thenApply(terminated -> null);
  }
}
