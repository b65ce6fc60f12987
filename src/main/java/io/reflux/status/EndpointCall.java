package io.reflux.status;

import akka.http.javadsl.model.HttpRequest;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has come to an endpoint.
 *
 * @param request as it came
 * @param names what stands in the path where the endpoint's has a name in braces
 */
record EndpointCall(HttpRequest request, Map<String, String> names) {

  /** The part of the path that stands for {@code {name}}. */
  String name(String name) {
    return names.getOrDefault(name, "");
  }

  /** What follows {@code ?key=}; empty if nothing does. */
  Optional<String> query(String key) {
    return request.getUri().query().get(key);
  }

  /** Which of two types the caller would rather have. */
  boolean prefers(String type, String usual) {
    return request
        .getHeader("Accept")
        .map(header -> new Accepted(header.value()).prefers(type, usual))
        .orElse(false);
  }
}
