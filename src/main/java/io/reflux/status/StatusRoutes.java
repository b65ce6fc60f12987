package io.reflux.status;

import akka.http.javadsl.marshalling.sse.EventStreamMarshalling;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.sse.ServerSentEvent;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import io.reflux.stage.RunState;
import io.reflux.stage.RunStatus;
import io.reflux.stage.StageState;
import io.reflux.stage.StageStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What each address answers. */
final class StatusRoutes extends AllDirectives {
  private static final String PAGE = "dashboard";
  private static final RawHeader NOTHING_FROM_ELSEWHERE =
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
              + " img-src 'self' data:");

  /** The text format of Prometheus names its version in the type. */
  private static final ContentType PROMETHEUS =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

  /** After so long a silence a stream says that it is still there. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final StatusSampler sampler;
  private final Admission admission;
  private final int mostStreams;
  private final AtomicInteger streams = new AtomicInteger();

  StatusRoutes(StatusSampler sampler, Admission admission, int mostStreams) {
    this.sampler = sampler;
    this.admission = admission;
    this.mostStreams = mostStreams;
  }

  Route all() {
    return mapRequest(StatusRoutes::plain, () -> admission.reading(this::routes));
  }

  private Route routes() {
    return get(
        () ->
            respondWithHeader(
                NOTHING_FROM_ELSEWHERE,
                () ->
                    concat(
                        path("status", () -> answer(StatusRoutes::status)),
                        path("health", () -> answer(StatusRoutes::health)),
                        path("ready", () -> answer(StatusRoutes::ready)),
                        path("metrics", () -> answer(StatusRoutes::metrics)),
                        path("history", () -> complete(json(sampler.history().curves()))),
                        path("events", this::events),
                        pathSingleSlash(() -> getFromResource(PAGE + "/index.html")),
                        getFromResourceDirectory(PAGE))));
  }

  /**
   * The same request with one slash where there are several, and none at the end: {@code
   * status.url} ends in a slash, and not everybody who adds {@code /status} to it takes that off.
   */
  private static HttpRequest plain(HttpRequest request) {
    String path = request.getUri().path();
    String single = path.replaceAll("/{2,}", "/");
    String plain = single.length() > 1 ? single.replaceAll("/$", "") : single;
    return plain.equals(path) ? request : request.withUri(request.getUri().path(plain));
  }

  private Route answer(Function<Answers, HttpResponse> response) {
    return completeWithFuture(
        sampler.latest().thenApply(latest -> latest.map(response).orElseGet(StatusRoutes::silent)));
  }

  private Route events() {
    if (streams.incrementAndGet() > mostStreams) {
      streams.decrementAndGet();
      return complete(
          json(Map.of("error", "too many event streams; status.streams says how many may be"))
              .withStatus(StatusCodes.SERVICE_UNAVAILABLE));
    }
    return completeOK(
        sampler
            .samples()
            .map(latest -> ServerSentEvent.create(latest.json().utf8String(), "status"))
            .keepAlive(QUIET, ServerSentEvent::heartbeat)
            .watchTermination(
                (mat, ended) -> {
                  ended.whenComplete((done, failure) -> streams.decrementAndGet());
                  return mat;
                }),
        EventStreamMarshalling.toEventStream());
  }

  private static HttpResponse status(Answers latest) {
    return text(ContentTypes.APPLICATION_JSON, latest.json());
  }

  private static HttpResponse health(Answers latest) {
    RunStatus status = latest.status();
    List<StageStatus> hanging = status.hanging();
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("state", hanging.isEmpty() ? status.state() : StageState.HANGING);
    if (!hanging.isEmpty()) {
      words.put("stages", hanging);
    }
    boolean well = hanging.isEmpty() && status.state() != RunState.FAILED;
    return json(words).withStatus(well ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
  }

  /** Ready means that a task is at work and has told of itself. */
  private static HttpResponse ready(Answers latest) {
    boolean ready = !latest.status().task().isEmpty();
    return json(Map.of("ready", ready))
        .withStatus(ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
  }

  private static HttpResponse metrics(Answers latest) {
    return text(PROMETHEUS, latest.metrics());
  }

  private static HttpResponse silent() {
    return json(Map.of("state", "silent", "reason", "the run does not answer"))
        .withStatus(StatusCodes.SERVICE_UNAVAILABLE);
  }

  private static HttpResponse text(ContentType type, ByteString text) {
    return HttpResponse.create().withEntity(HttpEntities.create(type, text));
  }

  static HttpResponse json(Object value) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.text(value)));
  }
}
