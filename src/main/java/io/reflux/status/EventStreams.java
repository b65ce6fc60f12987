package io.reflux.status;

import akka.NotUsed;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code /events}: every sample as a server-sent event, for so many at once. */
final class EventStreams {
  private static final ByteString STILL_HERE = ByteString.fromString(":\n\n");

  /** After so long a silence a stream says that it is still there. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final StatusSampler sampler;
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  EventStreams(StatusSampler sampler, int most) {
    this.sampler = sampler;
    this.most = most;
  }

  /** How many are open. */
  int open() {
    return open.get();
  }

  /** A stream, or the refusal of one too many. Only one that is really read counts. */
  HttpResponse answer() {
    if (open.get() >= most) {
      return Reply.refused(
          StatusCodes.SERVICE_UNAVAILABLE,
          "too many event streams; status.streams says how many may be");
    }
    return HttpResponse.create()
        .withEntity(
            HttpEntities.createChunked(
                MediaTypes.TEXT_EVENT_STREAM.toContentType(),
                Source.fromMaterializer((materializer, attributes) -> begin())));
  }

  private Source<ByteString, NotUsed> begin() {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return Source.empty();
    }
    return sampler
        .samples()
        .map(Answers::event)
        .keepAlive(QUIET, () -> STILL_HERE)
        .watchTermination(
            (mat, ended) -> {
              ended.whenComplete((done, failure) -> open.decrementAndGet());
              return NotUsed.getInstance();
            });
  }
}
