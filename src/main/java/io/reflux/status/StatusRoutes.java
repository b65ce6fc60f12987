package io.reflux.status;

import akka.http.javadsl.marshalling.sse.EventStreamMarshalling;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.sse.ServerSentEvent;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import io.reflux.stage.RunStatus;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** What each address answers. */
final class StatusRoutes extends AllDirectives {
  private static final String PAGE = "dashboard";
  private static final RawHeader NOTHING_FROM_ELSEWHERE =
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
              + " img-src 'self' data:");

  private final StatusSampler sampler;
  private final StatusMeters meters;

  StatusRoutes(StatusSampler sampler, StatusMeters meters) {
    this.sampler = sampler;
    this.meters = meters;
  }

  Route all() {
    return mapRequest(StatusRoutes::plain, this::routes);
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
                        path("metrics", () -> answer(this::metrics)),
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

  private Route answer(BiFunction<RunStatus, Throwable, HttpResponse> response) {
    CompletionStage<HttpResponse> answered =
        sampler.now().handle((status, failure) -> response.apply(status, failure));
    return completeWithFuture(answered);
  }

  private Route events() {
    return completeOK(
        sampler.samples().map(status -> ServerSentEvent.create(Json.text(status), "status")),
        EventStreamMarshalling.toEventStream());
  }

  private static HttpResponse status(RunStatus status, Throwable failure) {
    return failure == null ? json(status) : silent();
  }

  private static HttpResponse health(RunStatus status, Throwable failure) {
    if (failure != null) {
      return silent();
    }
    StatusCode code =
        status.state().equals("failed") ? StatusCodes.SERVICE_UNAVAILABLE : StatusCodes.OK;
    return json(Map.of("state", status.state())).withStatus(code);
  }

  private HttpResponse metrics(RunStatus status, Throwable failure) {
    return failure == null
        ? HttpResponse.create()
            .withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, meters.text(status)))
        : silent();
  }

  private static HttpResponse silent() {
    return json(Map.of("state", "silent", "reason", "the run does not answer"))
        .withStatus(StatusCodes.SERVICE_UNAVAILABLE);
  }

  private static HttpResponse json(Object value) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.text(value)));
  }
}
