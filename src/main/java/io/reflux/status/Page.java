package io.reflux.status;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The dashboard and the description of all addresses: files that came with the program. */
final class Page {
  private static final String FOLDER = "/dashboard/";

  /** The page brings all that it needs, and none of it within the page. */
  private static final RawHeader NOTHING_FROM_ELSEWHERE =
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

  private Page() {}

  static List<Endpoint> endpoints() {
    ContentType script = ContentTypes.parse("text/javascript; charset=utf-8");
    return List.of(
        file("/", "index.html", ContentTypes.TEXT_HTML_UTF8),
        file("/charts.js", "charts.js", script),
        file("/control.js", "control.js", script),
        file("/dashboard.js", "dashboard.js", script),
        file("/dashboard.css", "dashboard.css", ContentTypes.parse("text/css; charset=utf-8")),
        file("/openapi.json", "openapi.json", ContentTypes.APPLICATION_JSON));
  }

  private static Endpoint file(String path, String name, ContentType type) {
    ByteString content = read(name);
    HttpResponse answer =
        Reply.of(type, content)
            .addHeader(NOTHING_FROM_ELSEWHERE)
            .addHeader(RawHeader.create("Cache-Control", "no-cache"))
            .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
            .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"));
    return Endpoint.open(path, answer);
  }

  private static ByteString read(String name) {
    try (InputStream stream = Page.class.getResourceAsStream(FOLDER + name)) {
      if (stream == null) {
        throw new IllegalStateException(FOLDER + name + ": missing (expected: a resource)");
      }
      return ByteString.fromArray(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(FOLDER + name + ": can't be read", e);
    }
  }
}
