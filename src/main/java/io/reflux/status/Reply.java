package io.reflux.status;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.util.ByteString;
import java.util.Map;

/** Answers as they are sent. */
final class Reply {
  /** Messages of {@code proto/status.proto}. */
  static final ContentType.Binary PROTOBUF =
      (ContentType.Binary) ContentTypes.parse("application/x-protobuf");

  private Reply() {}

  /** A record, or a map of plain values, as JSON. */
  static HttpResponse json(Object value) {
    return of(ContentTypes.APPLICATION_JSON, ByteString.fromString(Json.text(value)));
  }

  /** What is wrong, in a sentence. */
  static HttpResponse refused(StatusCode code, String sentence) {
    return json(Map.of("error", sentence)).withStatus(code);
  }

  static HttpResponse of(ContentType type, ByteString content) {
    return HttpResponse.create().withEntity(HttpEntities.create(type, content));
  }
}
