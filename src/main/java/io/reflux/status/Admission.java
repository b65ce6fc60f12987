package io.reflux.status;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import akka.pattern.Patterns;
import io.reflux.pipeline.StatusSpec;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Which requests are answered, and when: those by a name of this server's own, at its pace. */
public final class Admission extends AllDirectives {
  private final ActorSystem<?> system;
  private final HostNames names;
  private final RequestPace pace;
  private final AccessToken token;
  private final boolean tokenToRead;

  /**
   * The rules of one server.
   *
   * @param token has to come with whatever steers, and with all requests to a server that other
   *     machines reach
   */
  public Admission(ActorSystem<?> system, StatusSpec spec, AccessToken token) {
    this.system = system;
    this.token = token;
    names = HostNames.of(spec);
    pace = new RequestPace(spec.limits().requestsPerSecond(), System::nanoTime);
    tokenToRead = !spec.isLocal();
  }

  /** What is answered to those whom it is for. */
  Route to(Endpoint.Access access, Supplier<Route> inner) {
    boolean token =
        switch (access) {
          case OPEN -> false;
          case READING -> tokenToRead;
          case STEERING -> true;
        };
    return inTurn(() -> byName(token ? () -> withToken(inner) : inner));
  }

  /** What is answered to anybody who may read. */
  public Route reading(Supplier<Route> inner) {
    return to(Endpoint.Access.READING, inner);
  }

  /** What is answered only to who brings the token. */
  public Route steering(Supplier<Route> inner) {
    return to(Endpoint.Access.STEERING, inner);
  }

  private Route inTurn(Supplier<Route> inner) {
    return extractRequest(
        request -> {
          OptionalLong wait = pace.next();
          if (wait.isEmpty()) {
            return complete(
                Reply.refused(StatusCodes.TOO_MANY_REQUESTS, "too many requests")
                    .addHeader(RawHeader.create("Retry-After", "1")));
          }
          long nanos = wait.getAsLong();
          return nanos == 0 ? inner.get() : onComplete(after(nanos), turn -> inner.get());
        });
  }

  private CompletionStage<Boolean> after(long nanos) {
    return Patterns.after(
        Duration.ofNanos(nanos),
        system.classicSystem(),
        () -> CompletableFuture.completedFuture(true));
  }

  private Route byName(Supplier<Route> inner) {
    return extractHost(
        host ->
            names.include(host)
                ? inner.get()
                : complete(
                    Reply.refused(
                        StatusCodes.MISDIRECTED_REQUEST,
                        "not a name of this server; status.hosts may name it")));
  }

  private Route withToken(Supplier<Route> inner) {
    return optionalHeaderValueByName(
        "Authorization",
        given ->
            given.filter(token::isIn).isPresent()
                ? inner.get()
                : complete(
                    Reply.refused(StatusCodes.UNAUTHORIZED, "the run's token is missing or wrong")
                        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer"))));
  }
}
