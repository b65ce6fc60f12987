package io.reflux.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.Campaign;
import io.reflux.fuzz.Fuzz;
import io.reflux.fuzz.Mutations;
import io.reflux.pipeline.StatusSpec;
import io.reflux.stage.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent to the status server, it answers or hangs up, and stays up. */
class RequestFuzzTest {
  private static final int CHUNK = 1 << 14;
  private static final List<String> WORDS =
      List.of(
          "GET ",
          "POST ",
          "HEAD ",
          "OPTIONS ",
          " HTTP/1.1\r\n",
          " HTTP/9.9\r\n",
          "\r\n\r\n",
          "/status",
          "/metrics",
          "/history",
          "/..",
          "/%2e%2e/",
          "//",
          "%00",
          "%",
          "?a=b",
          "#",
          "Host: localhost\r\n",
          "Host: evil\r\n",
          "Content-Length: 99999999999\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Connection: Upgrade, HTTP2-Settings\r\n",
          "Expect: 100-continue\r\n",
          "\0",
          "\u00ff",
          "/control/stop",
          "/runs/",
          "/log?lines=",
          "application/protobuf",
          "Authorization: Bearer x\r\n",
          "Range: bytes=0-1\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

  private static final String SHARE = "reflux.status-threads.akka.actor.default-dispatcher.share";

  @TempDir Path folder;

  @Test
  void requests() throws Exception {
    send(false);
  }

  @Test
  @Campaign
  void manyRequests() throws Exception {
    send(true);
  }

  /** A server of its usual share of the processors would be more than an hour about a campaign. */
  private void send(boolean campaign) throws Exception {
    System.setProperty(SHARE, "1");
    ConfigFactory.invalidateCaches();
    StatusServer server = server();
    System.clearProperty(SHARE);
    ConfigFactory.invalidateCaches();
    try {
      Fuzz fuzz =
          new Fuzz(
              "requests",
              new Mutations(samples(), WORDS),
              input -> answered(server.port(), input),
              SocketException.class::isInstance);
      if (campaign) {
        fuzz.many(300);
      } else {
        fuzz.few(300);
      }
      assertThat(answered(server.port(), samples().get(0))).startsWith("HTTP/1.1 200");
    } finally {
      server.stop().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  private static List<byte[]> samples() {
    String end = "Host: localhost\r\nConnection: close\r\n\r\n";
    return List.of(
        ("GET /status HTTP/1.1\r\n" + end).getBytes(StandardCharsets.ISO_8859_1),
        ("GET /metrics?x=1 HTTP/1.1\r\nAccept: */*\r\n" + end)
            .getBytes(StandardCharsets.ISO_8859_1),
        ("POST /control/stop HTTP/1.1\r\nContent-Length: 4\r\n" + end + "{\"\"}")
            .getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes, ends its side, and takes all that comes until the server ends its own. */
  private static String answered(int port, byte[] input) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
      socket.getOutputStream().write(input);
      socket.shutdownOutput();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      InputStream in = socket.getInputStream();
      byte[] chunk = new byte[CHUNK];
      // An event stream never ends by itself.
      for (int n = in.read(chunk); n >= 0 && answer.size() < 4 * CHUNK; n = in.read(chunk)) {
        answer.write(chunk, 0, n);
      }
      String text = answer.toString(StandardCharsets.ISO_8859_1);
      assertThat(text).doesNotStartWith("HTTP/1.1 500").doesNotContain("\tat ", "Exception");
      return text;
    }
  }

  private StatusServer server() throws Exception {
    StatusSpec settings =
        Served.spec("127.0.0.1", Optional.empty(), new StatusSpec.Limits(64, 3, 1_000_000));
    return StatusServer.start(
            settings,
            Runs.handle(
                folder, () -> CompletableFuture.completedFuture(Runs.at(1, RunState.RUNNING))),
            new AccessToken("open sesame"))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }
}
