package io.reflux.status;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.util.ByteString;
import io.reflux.wire.StatusBytes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** How the run goes now: the latest sample, and those to come. */
final class LiveAnswers {
  private static final Map<String, Object> SILENT =
      Map.of("state", "silent", "reason", "the run does not answer");

  private final StatusSampler sampler;
  private final EventStreams events;

  LiveAnswers(StatusSampler sampler, EventStreams events) {
    this.sampler = sampler;
    this.events = events;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/status", call -> answer(call, latest -> status(latest, call))),
        Endpoint.get("/health", call -> answer(call, latest -> health(latest, call))),
        Endpoint.get("/ready", call -> answer(call, latest -> ready(latest, call))),
        Endpoint.get("/metrics", call -> answer(call, Answers::metrics)),
        Endpoint.getNow("/history", call -> Reply.json(sampler.history().curves())),
        Endpoint.getNow("/events", call -> events.answer()));
  }

  private CompletionStage<HttpResponse> answer(
      EndpointCall call, Function<Answers, HttpResponse> response) {
    return sampler.latest().thenApply(latest -> latest.map(response).orElseGet(() -> silent(call)));
  }

  private static HttpResponse status(Answers latest, EndpointCall call) {
    return inProtobuf(call) ? latest.protobuf() : latest.json();
  }

  private static HttpResponse health(Answers latest, EndpointCall call) {
    Health health = Health.of(latest.status());
    HttpResponse answer =
        inProtobuf(call)
            ? protobuf(ByteString.fromArray(StatusBytes.health(Json.tree(health.words()))))
            : Reply.json(health.words());
    return answer.withStatus(health.isWell() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
  }

  /** Ready means that a task is at work and has told of itself. */
  private static HttpResponse ready(Answers latest, EndpointCall call) {
    boolean ready = !latest.status().task().isEmpty();
    Map<String, Object> words = Map.of("ready", ready);
    HttpResponse answer =
        inProtobuf(call)
            ? protobuf(ByteString.fromArray(StatusBytes.ready(words)))
            : Reply.json(words);
    return answer.withStatus(ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
  }

  /** Whatever was asked: the run is not well. */
  private static HttpResponse silent(EndpointCall call) {
    HttpResponse answer =
        inProtobuf(call)
            ? protobuf(ByteString.fromArray(StatusBytes.health(SILENT)))
            : Reply.json(SILENT);
    return answer.withStatus(StatusCodes.SERVICE_UNAVAILABLE);
  }

  private static boolean inProtobuf(EndpointCall call) {
    return call.prefers(Reply.PROTOBUF.mediaType().toString(), "application/json");
  }

  private static HttpResponse protobuf(ByteString message) {
    return Reply.of(Reply.PROTOBUF, message);
  }
}
