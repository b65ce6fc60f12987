package io.reflux.queue;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.setting.InputException;
import io.reflux.stage.Failures;
import io.reflux.status.Admission;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What each address of a queue answers. */
final class QueueRoutes extends AllDirectives {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final ContentType PROMETHEUS =
      ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");
  private static final RawHeader NOTHING_FROM_ELSEWHERE =
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'"
              + " 'unsafe-inline'");

  private final ActorSystem<?> system;
  private final ActorRef<QueueActor.Command> queue;
  private final QueueFolder folder;
  private final Admission admission;
  private final RunAnswers runs;

  QueueRoutes(
      ActorSystem<?> system,
      ActorRef<QueueActor.Command> queue,
      QueueFolder folder,
      Admission admission,
      RunAnswers runs) {
    this.system = system;
    this.queue = queue;
    this.folder = folder;
    this.admission = admission;
    this.runs = runs;
  }

  Route all() {
    return concat(
        get(() -> admission.reading(this::reading)),
        post(() -> admission.steering(this::steering)));
  }

  private Route reading() {
    return respondWithHeader(
        NOTHING_FROM_ELSEWHERE,
        () ->
            concat(
                path("queue", () -> completeWithFuture(views().thenApply(QueueRoutes::json))),
                path("metrics", () -> completeWithFuture(metrics())),
                path("health", () -> complete(json(Map.of("state", "serving")))),
                pathSingleSlash(() -> getFromResource("queue/index.html"))));
  }

  private Route steering() {
    return path(
        PathMatchers.segment("queue").slash(PathMatchers.segment()).slash(PathMatchers.segment()),
        (name, word) -> parameterOptional("value", value -> steer(name, word, value.orElse(""))));
  }

  private Route steer(String name, String word, String value) {
    Order order;
    int number;
    try {
      order = Order.of(word);
      number = order == Order.PRIORITY ? number(value) : 0;
    } catch (InputException e) {
      return complete(refused(StatusCodes.BAD_REQUEST, Failures.sentence(e)));
    }
    CompletionStage<QueueEntry> answer =
        AskPattern.askWithStatus(
            queue,
            replyTo -> new QueueActor.Steer(name, order, number, replyTo),
            PATIENCE,
            system.scheduler());
    return completeWithFuture(
        answer.handle(
            (entry, error) ->
                error == null
                    ? json(EntryView.of(entry, folder))
                    : refused(StatusCodes.CONFLICT, Failures.sentence(error))));
  }

  private static int number(String value) {
    if (!value.matches("\\d{1,4}")) {
      throw new InputException("queue.priority: " + value + " (expected: value=0 … 9999)");
    }
    return Integer.parseInt(value);
  }

  private CompletionStage<List<QueueEntry>> entries() {
    return AskPattern.ask(queue, QueueActor.GetEntries::new, PATIENCE, system.scheduler());
  }

  private CompletionStage<List<EntryView>> views() {
    return entries()
        .thenApply(all -> all.stream().map(entry -> EntryView.of(entry, folder)).toList());
  }

  /** Of every run that answers, and how many entries are in which state. */
  private CompletionStage<HttpResponse> metrics() {
    return views()
        .thenCompose(
            all -> {
              List<EntryView> asked = all.stream().filter(e -> !e.status().isEmpty()).toList();
              List<CompletableFuture<String>> answers =
                  asked.stream()
                      .map(e -> runs.get(folder.run(e.name()), e.status() + "metrics"))
                      .toList();
              runs.keepOnly(2 * asked.size());
              return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                  .thenApply(
                      done -> {
                        RunMetrics merged = new RunMetrics();
                        for (int i = 0; i < asked.size(); i++) {
                          merged.add(asked.get(i).name(), answers.get(i).join());
                        }
                        return text(PROMETHEUS, merged.text() + counts(all));
                      });
            });
  }

  private static String counts(List<EntryView> all) {
    Map<EntryState, Integer> counts = new EnumMap<>(EntryState.class);
    for (EntryState state : EntryState.values()) {
      counts.put(state, 0);
    }
    all.forEach(
        entry ->
            counts.merge(
                EntryState.valueOf(entry.state().toUpperCase(java.util.Locale.ROOT)),
                1,
                Integer::sum));
    StringBuilder text = new StringBuilder();
    text.append("# HELP reflux_queue_entries Pipeline files of the queue by their state\n");
    text.append("# TYPE reflux_queue_entries gauge\n");
    counts.forEach(
        (state, count) ->
            text.append(
                String.format("reflux_queue_entries{state=\"%s\"} %d%n", state.word(), count)));
    return text.toString();
  }

  private static HttpResponse refused(StatusCode code, String sentence) {
    return json(Map.of("error", String.valueOf(sentence))).withStatus(code);
  }

  private static HttpResponse json(Object value) {
    try {
      return text(ContentTypes.APPLICATION_JSON, JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer is always JSON", e);
    }
  }

  private static HttpResponse text(ContentType type, String text) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(type, akka.util.ByteString.fromString(text)));
  }

  /** Reads a list of entries as a client does. */
  static List<EntryView> read(String body) throws IOException {
    return List.of(JSON.readValue(body, EntryView[].class));
  }
}
