package io.reflux.pipeline;

import com.typesafe.config.Config;
import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a run answers questions while it goes on, and whom.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes any free one
 * @param every the time between two samples of the run; answers are made once a sample
 * @param patience how long an answer of the run is waited for
 * @param hosts further names by which requests may call this server
 * @param tls the server's certificate and key; empty for plain HTTP
 * @param limits how much is answered at most
 */
public record StatusSpec(
    String host,
    int port,
    Duration every,
    Duration patience,
    List<String> hosts,
    Optional<Tls> tls,
    Limits limits) {

  /**
   * PEM files of a server.
   *
   * @param certificate its certificate, and those between it and a root
   * @param key its private key, PKCS #8, not encrypted
   */
  public record Tls(Path certificate, Path key) {

    /** What a machine's settings name; empty if they leave both empty. */
    public static Optional<Tls> of(Config settings) {
      String certificate = settings.getString("certificate");
      String key = settings.getString("key");
      return certificate.isEmpty() && key.isEmpty()
          ? Optional.empty()
          : Optional.of(new Tls(Path.of(certificate), Path.of(key)));
    }
  }

  /**
   * How much is answered at most.
   *
   * @param connections connections open at once; further ones wait to be accepted
   * @param streams event streams open at once
   * @param requestsPerSecond requests answered in a second; further ones wait, or are refused
   */
  public record Limits(int connections, int streams, int requestsPerSecond) {}

  /** Reads a section; its defaults stand under {@code reflux.status}. */
  static StatusSpec read(Section written) {
    Section section = written.withDefaults(Defaults.of("status"));
    StatusSpec spec =
        new StatusSpec(
            section.text("host"),
            section.whole("port", Range.between(0, 65535)),
            section.duration("every"),
            section.duration("patience"),
            section.texts("hosts"),
            tls(section),
            new Limits(
                section.whole("connections", Range.between(1, 65535)),
                section.whole("streams", Range.between(0, 65535)),
                section.whole("requests-per-second", Range.between(1, 1_000_000))));
    if (spec.every.toMillis() < 1) {
      section.refuse("every", "at least 1ms");
    }
    section.finish();
    return spec;
  }

  /** True if only programs of this machine can reach the server. */
  public boolean isLocal() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Optional<Tls> tls(Section section) {
    Optional<Section> tls = section.sectionIfPresent("tls");
    return tls.map(
        files -> {
          Tls both = new Tls(files.file("certificate"), files.file("key"));
          files.finish();
          return both;
        });
  }
}
