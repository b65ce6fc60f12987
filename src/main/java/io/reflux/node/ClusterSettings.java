package io.reflux.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.reflux.pipeline.ClusterSpec;
import io.reflux.setting.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of actors that reach others over the network. */
public final class ClusterSettings {
  static final String SYSTEM = "reflux";
  private static final String ARTERY = "akka.remote.artery.";

  private ClusterSettings() {}

  /** Those of a run, which is the first of its cluster. */
  static Config ofRun(Config application, ClusterSpec place) {
    return over(application, place, "run", place.host() + ":" + place.port());
  }

  /** Those of a node that joins a run. */
  static Config ofNode(Config application, ClusterSpec place, InetSocketAddress run) {
    return over(application, place, "node", run.getHostString() + ":" + run.getPort());
  }

  /** This machine's address on the way to another; loopback if that is on this machine. */
  public static String towards(InetSocketAddress other) {
    try (DatagramSocket way = new DatagramSocket()) {
      way.connect(new InetSocketAddress(other.getHostString(), other.getPort()));
      return way.getLocalAddress().getHostAddress();
    } catch (IOException | UncheckedIOException e) {
      return InetAddress.getLoopbackAddress().getHostAddress();
    }
  }

  private static Config over(Config application, ClusterSpec place, String role, String first) {
    place
        .exposed()
        .ifPresent(
            expected -> {
              throw new InputException(
                  "cluster.host: " + place.host() + " (expected: " + expected + ")");
            });
    Map<String, Object> own = new LinkedHashMap<>();
    own.put(ARTERY + "canonical.hostname", place.host());
    own.put(ARTERY + "canonical.port", place.port());
    own.put(ARTERY + "bind.hostname", place.bind());
    own.put(ARTERY + "transport", place.tls().isEmpty() ? "tcp" : "tls-tcp");
    own.put("akka.cluster.roles", List.of(role));
    own.put("akka.cluster.seed-nodes", List.of("akka://" + SYSTEM + "@" + first));
    place
        .tls()
        .ifPresent(
            files -> {
              String engine = ARTERY + "ssl.rotating-keys-engine.";
              own.put(engine + "key-file", files.key().toString());
              own.put(engine + "cert-file", files.certificate().toString());
              own.put(engine + "ca-cert-file", files.authority().toString());
            });
    return ConfigFactory.parseMap(own)
        .withFallback(application.getConfig("reflux.cluster-system"))
        .withFallback(application);
  }
}
