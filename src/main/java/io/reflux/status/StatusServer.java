package io.reflux.status;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.ServerBuilder;
import akka.stream.SystemMaterializer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunHandle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Serves the status of one run until it is stopped. It has actors and a thread of its own, which
 * takes a small share of the processors at most, so that whoever asks takes little of the run's.
 */
public final class StatusServer {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Parts parts;
  private final ServerBinding binding;
  private final StatusSpec settings;

  private StatusServer(Parts parts, ServerBinding binding, StatusSpec settings) {
    this.parts = parts;
    this.binding = binding;
    this.settings = settings;
  }

  /** What a server is made of before it listens. */
  private record Parts(ActorSystem<Void> system, StatusSampler sampler, List<Endpoint> endpoints) {}

  /**
   * Begins to listen.
   *
   * @param settings address, port, pace
   * @param run is asked how it goes, from any thread
   * @param token has to come with requests that steer, and with all of them where other machines
   *     reach the server
   * @return the server once it listens; fails, naming the address, if it can't
   */
  public static CompletionStage<StatusServer> start(
      StatusSpec settings, RunHandle run, AccessToken token) {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "status", config(settings));
    ServerBuilder builder;
    try {
      builder = Listening.at(system, settings, "status");
    } catch (IOException e) {
      system.terminate();
      return CompletableFuture.failedFuture(e);
    }
    StatusSampler sampler = StatusSampler.start(system, settings, run);
    Admission admission = new Admission(system, settings, token);
    EventStreams events = new EventStreams(sampler, settings.limits().streams());
    Parts parts = new Parts(system, sampler, endpoints(system, run, sampler, events));
    StatusRoutes routes = new StatusRoutes(parts.endpoints(), admission);
    return builder
        .bind(routes.all())
        .handle(
            (binding, failure) -> {
              if (failure != null) {
                parts.sampler().stop();
                system.terminate();
                throw new IllegalStateException(
                    String.format(
                        "status: can't listen on %s:%d (expected: a free port of this machine)",
                        settings.host(), settings.port()),
                    failure);
              }
              return new StatusServer(parts, binding, settings);
            });
  }

  private static List<Endpoint> endpoints(
      ActorSystem<Void> system, RunHandle run, StatusSampler sampler, EventStreams events) {
    Config reflux = system.settings().config().getConfig("reflux");
    Control control =
        new Control(
            run.steer(),
            new Control.Limits(
                reflux.getDuration("grace"), reflux.getDuration("steering.patience")),
            SystemMaterializer.get(system).materializer());
    Executor blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    return Stream.of(
            Page.endpoints(),
            new LiveAnswers(sampler, events).endpoints(),
            new RunFiles(RunsFolder.only(run.directory()), blocking).endpoints(),
            control.endpoints())
        .flatMap(List::stream)
        .toList();
  }

  private static Config config(StatusSpec settings) {
    Config all = ConfigFactory.load();
    return ConfigFactory.parseString(
            "akka.http.server.max-connections = " + settings.limits().connections())
        .withFallback(all.getConfig("reflux.status-system"))
        .withFallback(all.getConfig("reflux.status-threads"))
        .withFallback(all);
  }

  /**
   * Where the dashboard is, as {@code http://127.0.0.1:41233/}; a server that listens everywhere is
   * called by the machine's name.
   */
  public String url() {
    InetAddress address = binding.localAddress().getAddress();
    String host = address.isAnyLocalAddress() ? ownName() : address.getHostAddress();
    return Listening.url(binding, settings, host);
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** All that is served. */
  List<Endpoint> endpoints() {
    return parts.endpoints();
  }

  /** The port on which it listens. */
  public int port() {
    return binding.localAddress().getPort();
  }

  /**
   * Shows new metrics at once: the last ones of a task may be in no sample.
   *
   * @param name of a student, or a teacher
   * @param epoch 0 for a teacher
   */
  public void evaluated(String task, String name, int epoch, Map<String, Double> metrics) {
    parts.sampler().evaluated(task, name, epoch, metrics);
  }

  /** Ends all event streams and stops listening. */
  public CompletionStage<Void> stop() {
    parts.sampler().stop();
    return binding
        .terminate(GRACE)
        .handle(
            (terminated, failure) -> {
              parts.system().terminate();
              return null;
            });
  }
}
