package io.reflux.pipeline;

import io.reflux.setting.Defaults;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a run and its nodes reach each other, and how they trust each other.
 *
 * @param host the name or address by which others reach this end
 * @param port the port; 0 for any that is free
 * @param bind the address to listen on; empty for that of the host
 * @param secret the file with the secret that both ends know; empty for none
 * @param tls the files for TLS; empty for plain TCP
 */
public record ClusterSpec(
    String host, int port, String bind, Optional<Path> secret, Optional<Tls> tls) {
  private static final String EXPECTED = "a loopback address, or secret and tls { … } beside it";

  /**
   * PEM files; both ends show a certificate that the authority has signed.
   *
   * @param certificate the own certificate
   * @param key its private key
   * @param authority the certificate of the authority
   */
  public record Tls(Path certificate, Path key, Path authority) {}

  /** Reads a section; its defaults stand under {@code reflux.cluster}. */
  static ClusterSpec read(Section written) {
    Section section = written.withDefaults(Defaults.of("cluster"));
    ClusterSpec spec =
        new ClusterSpec(
            section.text("host"),
            section.whole("port", Range.between(1, 65535)),
            section.has("bind") ? section.text("bind") : "",
            section.has("secret") ? Optional.of(section.file("secret")) : Optional.empty(),
            section
                .sectionIfPresent("tls")
                .map(
                    files -> {
                      Tls tls =
                          new Tls(
                              files.file("certificate"),
                              files.file("key"),
                              files.file("authority"));
                      files.finish();
                      return tls;
                    }));
    spec.exposed().ifPresent(expected -> section.refuse("host", expected));
    section.finish();
    return spec;
  }

  /** What is expected, if others could reach this end who need not know a secret. */
  public Optional<String> exposed() {
    boolean local = isLoopback(host) && (bind.isEmpty() || isLoopback(bind));
    return local || (secret.isPresent() && tls.isPresent())
        ? Optional.empty()
        : Optional.of(EXPECTED);
  }

  private static boolean isLoopback(String name) {
    try {
      return InetAddress.getByName(name).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
