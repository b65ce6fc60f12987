package io.reflux.status;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.util.ByteString;
import io.reflux.stage.RunStatus;
import io.reflux.wire.StatusBytes;

/**
 * What is answered until the next sample: made once, however many ask.
 *
 * @param status the sample
 * @param json the status as JSON
 * @param protobuf the same as a message of {@code proto/status.proto}
 * @param metrics the status as Prometheus reads it
 * @param event the status as a server-sent event
 * @param nanos when it was made, by {@link System#nanoTime}
 */
record Answers(
    RunStatus status,
    HttpResponse json,
    HttpResponse protobuf,
    HttpResponse metrics,
    ByteString event,
    long nanos) {
  /** The text format of Prometheus names its version in the type. */
  private static final ContentType PROMETHEUS =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

  static Answers of(RunStatus status, StatusMeters meters, long nanos) {
    String json = Json.text(status);
    return new Answers(
        status,
        Reply.of(ContentTypes.APPLICATION_JSON, ByteString.fromString(json)),
        Reply.of(Reply.PROTOBUF, ByteString.fromArray(StatusBytes.status(Json.tree(status)))),
        Reply.of(PROMETHEUS, ByteString.fromString(meters.text(status))),
        ByteString.fromString("event:status\ndata:" + json + "\n\n"),
        nanos);
  }
}
