package io.reflux.status;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.stream.Materializer;
import akka.stream.StreamLimitReachedException;
import akka.util.ByteString;
import io.reflux.stage.NotSteeredException;
import io.reflux.stage.RunSteering;
import io.reflux.stage.Steering;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /control/…}: what a run is told from outside. */
final class Control {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final int MOST_BYTES = 4096;
  private static final int TOO_LONG = 413;

  private final RunSteering steer;
  private final Limits limits;
  private final Materializer materializer;

  /**
   * How long things may take.
   *
   * @param grace for a run that is to stop, unless the request says otherwise
   * @param patience until an answer says that there is none yet
   */
  record Limits(Duration grace, Duration patience) {}

  Control(RunSteering steer, Limits limits, Materializer materializer) {
    this.steer = steer;
    this.limits = limits;
    this.materializer = materializer;
  }

  List<Endpoint> endpoints() {
    return List.of(
        command("pause", body -> body.nothing(new Steering.Pause())),
        command("resume", body -> body.nothing(new Steering.Resume())),
        command("checkpoint", body -> body.nothing(new Steering.Checkpoint())),
        command("evaluate", body -> body.nothing(new Steering.Evaluate())),
        command("learning-rate", SteeringBody::learningRate),
        command("stop", body -> body.stop(limits.grace())));
  }

  private Endpoint command(String name, Function<SteeringBody, Steering> reader) {
    return Endpoint.post(
        "/control/" + name,
        call ->
            text(call.request())
                .thenApply(text -> SteeringBody.of(name, text))
                .thenCompose(body -> followed(reader.apply(body), body.task()))
                .handle((answer, failure) -> failure == null ? answer : refusal(name, failure)));
  }

  /** The body, if it comes in time and is short. */
  private CompletionStage<String> text(HttpRequest request) {
    return request
        .entity()
        .getDataBytes()
        .limitWeighted(MOST_BYTES, piece -> (long) piece.size())
        .completionTimeout(limits.patience())
        .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
        .thenApply(ByteString::utf8String)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unread(failure)));
  }

  private static RefusedException unread(Throwable failure) {
    return cause(failure) instanceof StreamLimitReachedException
        ? new RefusedException(
            StatusCodes.get(TOO_LONG),
            "the body is too long (expected: at most " + MOST_BYTES + " bytes)")
        : new RefusedException(StatusCodes.REQUEST_TIMEOUT, "the body has not come whole");
  }

  private CompletionStage<HttpResponse> followed(Steering steering, String task) {
    LOG.info("told from outside: {} {}", steering, task);
    return steer
        .apply(steering, task)
        .toCompletableFuture()
        .copy()
        .orTimeout(limits.patience().toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(Reply::json);
  }

  private static HttpResponse refusal(String command, Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof RefusedException refused) {
      return Reply.refused(refused.code(), String.valueOf(refused.getMessage()));
    }
    if (cause instanceof NotSteeredException refused) {
      return Reply.refused(
          StatusCodes.CONFLICT, command + ": refused, " + String.valueOf(refused.getMessage()));
    }
    if (cause instanceof TimeoutException) {
      return Reply.json(Map.of("sentence", command + " is asked for, and not done yet"))
          .withStatus(StatusCodes.ACCEPTED);
    }
    LOG.warn("{} failed", command, cause);
    return Reply.refused(
        StatusCodes.INTERNAL_SERVER_ERROR, command + ": failed; the run's log says why");
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
