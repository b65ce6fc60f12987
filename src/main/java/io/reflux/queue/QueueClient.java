package io.reflux.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TokenFile;
import io.reflux.setting.InputException;
import io.reflux.status.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Talks to the process that serves a queue, from this machine. */
public final class QueueClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int OK = 200;

  private final String url;
  private final String token;
  private final HttpClient http;

  private QueueClient(String url, String token, HttpClient http) {
    this.url = url;
    this.token = token;
    this.http = http;
  }

  /**
   * The queue of a folder.
   *
   * @param configured the token that this machine's settings name; empty for the queue's own
   * @param trust whose certificates are believed, if it speaks TLS; empty for the one that it put
   *     into the folder
   * @throws InputException if nobody serves it
   */
  public static QueueClient of(QueueFolder folder, String configured, Optional<SSLContext> trust)
      throws IOException {
    String url = folder.readUrl();
    String own = TokenFile.or(configured, new RunDirectory(folder.own()));
    HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (trust.isPresent()) {
      http.sslContext(trust.get());
    } else if (Files.exists(folder.certificate())) {
      http.sslContext(TrustedCertificates.exactly(folder.certificate()));
    }
    return new QueueClient(url, own, http.build());
  }

  /** All entries, whose turn is first first. */
  public List<EntryView> entries() throws IOException, InterruptedException {
    return QueueRoutes.read(answer(request("queue").GET().build()));
  }

  /**
   * Does something with an entry.
   *
   * @param number the new priority; else of no meaning
   * @return the entry after that
   * @throws InputException if the queue refuses it
   */
  public EntryView steer(String name, Order order, int number)
      throws IOException, InterruptedException {
    String path = String.format("queue/%s/%s?value=%d", encoded(name), order.word(), number);
    String body = answer(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    return new ObjectMapper().readValue(body, EntryView.class);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == OK) {
      return answer.body();
    }
    String error = new ObjectMapper().readTree(answer.body()).path("error").asText(answer.body());
    throw new InputException(error);
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
