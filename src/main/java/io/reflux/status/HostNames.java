package io.reflux.status;

import io.reflux.pipeline.StatusSpec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The names by which requests may call a server. A page of another site that a browser shows can
 * make a name of its own point here (DNS rebinding); its requests bear that name and are refused.
 */
final class HostNames {
  private final Set<String> names = new HashSet<>();

  private HostNames() {}

  /** The server's own: where it listens, this machine's names, and those that are configured. */
  static HostNames of(StatusSpec spec) {
    HostNames names = new HostNames();
    names.add("localhost");
    names.add("127.0.0.1");
    names.add("::1");
    names.add(spec.host());
    spec.hosts().forEach(names::add);
    try {
      InetAddress here = InetAddress.getLocalHost();
      List.of(here.getHostName(), here.getCanonicalHostName(), here.getHostAddress())
          .forEach(names::add);
    } catch (UnknownHostException e) {
      // a machine without a name of its own is called by its address
    }
    return names;
  }

  /** True if a request that calls the server so is meant for it. */
  boolean include(String host) {
    return names.contains(plain(host));
  }

  private void add(String name) {
    names.add(plain(name));
  }

  /** Without the brackets of IPv6, the dot of the root, and in lower case. */
  private static String plain(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return (bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare)
        .toLowerCase(Locale.ROOT);
  }
}
