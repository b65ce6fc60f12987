package io.reflux.status;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.stream.ActorAttributes;
import akka.stream.javadsl.FileIO;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.StreamConverters;
import akka.util.ByteString;
import io.reflux.rundir.EvaluationRow;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.StepRow;
import io.reflux.rundir.TableRow;
import io.reflux.rundir.TableRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code /runs/…}: what runs have written, row by row or file by file. Disks are asked on threads
 * that may wait for them.
 */
final class RunFiles {
  /** Rows sent in one piece. */
  private static final int ROWS = 256;

  /** Lines of the log, unless the caller says how many. */
  private static final int LINES = 200;

  private static final Pattern WHOLE = Pattern.compile("\\d{1,6}");
  private static final String BLOCKING = "akka.actor.default-blocking-io-dispatcher";
  private static final ContentType CSV = ContentTypes.parse("text/csv; charset=utf-8");
  private static final String CSV_TYPE = "text/csv";
  private static final String JSON_TYPE = "application/json";

  /**
   * A report brings its own scripts and styles; it reaches nothing, and no other page's storage.
   */
  private static final RawHeader ALONE =
      RawHeader.create(
          "Content-Security-Policy",
          "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline';"
              + " script-src 'unsafe-inline'; img-src data:");

  private static final Table<StepRow> METRICS =
      new Table<>(RunDirectory::metrics, StepRow.COLUMNS, TableRows::steps);
  private static final Table<EvaluationRow> EVALUATIONS =
      new Table<>(RunDirectory::evaluations, EvaluationRow.COLUMNS, TableRows::evaluations);

  private final RunsFolder runs;
  private final Executor blocking;

  /**
   * The runs of a folder.
   *
   * @param blocking runs what waits for disks
   */
  RunFiles(RunsFolder runs, Executor blocking) {
    this.runs = runs;
    this.blocking = blocking;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/runs", call -> waiting(this::list)),
        ofRun("metrics", (run, call) -> table(METRICS, run, call)),
        ofRun("evaluations", (run, call) -> table(EVALUATIONS, run, call)),
        ofRun("report", (run, call) -> report(run)),
        ofRun("log", RunFiles::log));
  }

  /** Something that is answered of a run. */
  private interface OfRun {
    HttpResponse answer(RunDirectory run, EndpointCall call) throws IOException;
  }

  /** Something that takes as long as a disk does. */
  private interface Reading {
    HttpResponse answer() throws IOException;
  }

  /** A table and its rows. */
  private record Table<R extends TableRow>(
      Function<RunDirectory, Path> file, List<String> columns, Rows<R> rows) {}

  private interface Rows<R> {
    Stream<R> of(RunDirectory run) throws IOException;
  }

  private Endpoint ofRun(String what, OfRun answer) {
    return Endpoint.get(
        "/runs/{run}/" + what,
        call ->
            waiting(
                () -> {
                  Optional<RunDirectory> run = runs.find(call.name("run"));
                  return run.isPresent()
                      ? answer.answer(run.get(), call)
                      : Reply.refused(StatusCodes.NOT_FOUND, "no run of that name is shown here");
                }));
  }

  private CompletionStage<HttpResponse> waiting(Reading reading) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return reading.answer();
          } catch (IOException | UncheckedIOException e) {
            return Reply.refused(StatusCodes.SERVICE_UNAVAILABLE, "the run can't be read now");
          }
        },
        blocking);
  }

  private HttpResponse list() throws IOException {
    return Reply.json(Map.of("runs", runs.names()));
  }

  private static <R extends TableRow> HttpResponse table(
      Table<R> table, RunDirectory run, EndpointCall call) throws IOException {
    if (RunsFolder.file(run, table.file().apply(run)).isEmpty()) {
      return nothingYet();
    }
    table.rows().of(run).close(); // a table that can't be read is told before any row is sent
    Optional<String> task = call.query("task");
    Source<R, ?> rows =
        StreamConverters.fromJavaStream(() -> table.rows().of(run))
            .filter(row -> task.isEmpty() || row.task().equals(task.get()));
    boolean csv =
        call.query("format").map("csv"::equals).orElseGet(() -> call.prefers(CSV_TYPE, JSON_TYPE));
    return csv
        ? streamed(
            CSV,
            rows.map(row -> row.line() + '\n')
                .prepend(Source.single(String.join(",", table.columns()) + '\n')))
        : streamed(
            ContentTypes.APPLICATION_JSON, rows.map(Json::text).intersperse("[", ",\n", "]\n"));
  }

  private static HttpResponse streamed(ContentType type, Source<String, ?> rows) {
    Source<ByteString, ?> pieces =
        rows.grouped(ROWS)
            .map(some -> ByteString.fromString(String.join("", some)))
            .withAttributes(ActorAttributes.dispatcher(BLOCKING));
    return HttpResponse.create().withEntity(HttpEntities.createChunked(type, pieces));
  }

  private static HttpResponse report(RunDirectory run) {
    return RunsFolder.file(run, run.report())
        .map(
            page ->
                HttpResponse.create()
                    .withEntity(
                        HttpEntities.createChunked(
                            ContentTypes.TEXT_HTML_UTF8, FileIO.fromPath(page)))
                    .addHeader(ALONE))
        .orElseGet(RunFiles::nothingYet);
  }

  private static HttpResponse log(RunDirectory run, EndpointCall call) throws IOException {
    int lines =
        call.query("lines").filter(WHOLE.asMatchPredicate()).map(Integer::parseInt).orElse(LINES);
    Optional<Path> log = RunsFolder.file(run, run.log());
    return log.isEmpty()
        ? nothingYet()
        : Reply.of(
            ContentTypes.TEXT_PLAIN_UTF8, ByteString.fromString(LogTail.of(log.get(), lines)));
  }

  private static HttpResponse nothingYet() {
    return Reply.refused(StatusCodes.NOT_FOUND, "the run has written none yet");
  }
}
