package io.reflux.status;

import akka.http.javadsl.model.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One address and what it answers.
 *
 * @param method GET or POST; what answers GET answers HEAD
 * @param path as {@code /runs/{run}/metrics}: what stands in braces is one step of any name
 * @param access whom it answers
 * @param answer to a call; called on a thread that must not wait
 */
record Endpoint(
    String method,
    String path,
    Access access,
    Function<EndpointCall, CompletionStage<HttpResponse>> answer) {

  /** Whom an endpoint answers. */
  enum Access {
    /** Anybody: it came with the program, and tells nothing of a run. */
    OPEN,
    /** Whoever may read; the token is asked for where other machines reach the server. */
    READING,
    /** Who brings the token. */
    STEERING
  }

  /** What came with the program. */
  static Endpoint open(String path, HttpResponse answer) {
    return new Endpoint(
        "GET", path, Access.OPEN, call -> CompletableFuture.completedFuture(answer));
  }

  /** What anybody who is let in may read. */
  static Endpoint get(String path, Function<EndpointCall, CompletionStage<HttpResponse>> answer) {
    return new Endpoint("GET", path, Access.READING, answer);
  }

  /** As {@link #get}, if the answer is there at once. */
  static Endpoint getNow(String path, Function<EndpointCall, HttpResponse> answer) {
    return get(path, call -> CompletableFuture.completedFuture(answer.apply(call)));
  }

  /** What steers, and needs the token. */
  static Endpoint post(String path, Function<EndpointCall, CompletionStage<HttpResponse>> answer) {
    return new Endpoint("POST", path, Access.STEERING, answer);
  }

  /** The path between its slashes. */
  List<String> steps() {
    return List.of(path.substring(1).split("/", -1));
  }

  /** True if no step of the path is a name. */
  boolean isPlain() {
    return !path.contains("{");
  }

  /**
   * The names in a path that leads here; empty if it leads elsewhere.
   *
   * @param steps the decoded path, between its slashes
   */
  Optional<Map<String, String>> match(List<String> steps) {
    List<String> own = steps();
    if (own.size() != steps.size()) {
      return Optional.empty();
    }
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < own.size(); i++) {
      String step = own.get(i);
      if (step.startsWith("{")) {
        names.put(step.substring(1, step.length() - 1), steps.get(i));
      } else if (!step.equals(steps.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }
}
