package io.reflux.status;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.ServerBuilder;
import io.reflux.pipeline.StatusSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a server of ours listens: in plain HTTP, or with the certificate that its settings name. */
public final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  /**
   * Without 1.3: Akka's streams reset connections whose client sends the empty record that 1.3 has
   * for old middleboxes alone (akka/akka#29922), as Java's own does now and then.
   */
  private static final String[] PROTOCOLS = {"TLSv1.2"};

  private Listening() {}

  /**
   * A server that does not listen yet. One that other machines reach without TLS is warned of.
   *
   * @param name what it is called in the log
   * @throws IOException if its certificate or key can't be read, naming the file
   */
  public static ServerBuilder at(ActorSystem<?> system, StatusSpec settings, String name)
      throws IOException {
    if (!settings.isLocal() && settings.tls().isEmpty()) {
      LOG.warn(
          "{}: {} is reached by other machines without TLS: the token can be read on the way"
              + " ({}.tls mends that)",
          name,
          settings.host(),
          name);
    }
    ServerBuilder builder = Http.get(system).newServerAt(settings.host(), settings.port());
    if (settings.tls().isEmpty()) {
      return builder;
    }
    SSLContext key = ServerKey.context(settings.tls().get());
    return builder.enableHttps(ConnectionContext.httpsServer(() -> engine(key)));
  }

  private static SSLEngine engine(SSLContext key) {
    SSLEngine engine = key.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }

  /** Where it answers, as {@code http://127.0.0.1:41233/}, if it is called by a host's name. */
  public static String url(ServerBinding binding, StatusSpec settings, String host) {
    InetSocketAddress address = binding.localAddress();
    String name = host.contains(":") ? "[" + host + "]" : host;
    String scheme = settings.tls().isPresent() ? "https" : "http";
    return String.format("%s://%s:%d/", scheme, name, address.getPort());
  }
}
