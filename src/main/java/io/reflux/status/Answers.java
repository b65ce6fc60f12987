package io.reflux.status;

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
 * @param nanos when it was made, by {@link System#nanoTime}
 */
record Answers(
    RunStatus status, ByteString json, ByteString protobuf, ByteString metrics, long nanos) {

  static Answers of(RunStatus status, StatusMeters meters, long nanos) {
    return new Answers(
        status,
        ByteString.fromString(Json.text(status)),
        ByteString.fromArray(StatusBytes.status(Json.tree(status))),
        ByteString.fromString(meters.text(status)),
        nanos);
  }
}
