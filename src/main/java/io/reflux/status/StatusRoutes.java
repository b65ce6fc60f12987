package io.reflux.status;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Leads each request to the endpoint that it asks for, past the admission. */
final class StatusRoutes extends AllDirectives {
  private final Map<List<String>, List<Endpoint>> plain = new HashMap<>();
  private final List<Endpoint> named = new ArrayList<>();
  private final Admission admission;

  StatusRoutes(List<Endpoint> endpoints, Admission admission) {
    this.admission = admission;
    for (Endpoint each : endpoints) {
      if (each.isPlain()) {
        plain.computeIfAbsent(each.steps(), steps -> new ArrayList<>()).add(each);
      } else {
        named.add(each);
      }
    }
  }

  Route all() {
    return extractRequest(this::route);
  }

  private Route route(HttpRequest request) {
    List<String> steps = steps(request);
    List<Endpoint> here = here(steps);
    Optional<Endpoint> wanted =
        here.stream().filter(each -> each.method().equals(request.method().value())).findFirst();
    if (wanted.isEmpty()) {
      return admission.to(Endpoint.Access.READING, () -> refused(request, here));
    }
    Endpoint endpoint = wanted.get();
    Map<String, String> names = endpoint.match(steps).orElseThrow();
    Supplier<Route> answer =
        () -> completeWithFuture(endpoint.answer().apply(new EndpointCall(request, names)));
    return admission.to(endpoint.access(), answer);
  }

  /** Those at an address: they are looked up by it, unless something of it is a name. */
  private List<Endpoint> here(List<String> steps) {
    List<Endpoint> known = plain.get(steps);
    return known == null
        ? named.stream().filter(each -> each.match(steps).isPresent()).toList()
        : known;
  }

  private Route refused(HttpRequest request, List<Endpoint> here) {
    if (here.isEmpty()) {
      return complete(
          Reply.refused(
              StatusCodes.NOT_FOUND, "nothing is here; /openapi.json says what is where"));
    }
    String allowed =
        here.stream()
            .map(each -> each.method().equals("GET") ? "GET, HEAD" : each.method())
            .collect(Collectors.joining(", "));
    HttpResponse answer =
        Reply.refused(
                StatusCodes.METHOD_NOT_ALLOWED,
                request.method().value() + " is not for this address (expected: " + allowed + ")")
            .addHeader(RawHeader.create("Allow", allowed));
    return complete(answer);
  }

  /**
   * The decoded path between its slashes, of which several count as one and the last as none:
   * {@code status.url} ends in a slash, and not everybody who adds {@code /status} to it takes that
   * off.
   */
  private static List<String> steps(HttpRequest request) {
    List<String> steps = new ArrayList<>();
    for (String step : request.getUri().pathSegments()) {
      if (!step.isEmpty()) {
        steps.add(step);
      }
    }
    return steps.isEmpty() ? List.of("") : steps;
  }
}
