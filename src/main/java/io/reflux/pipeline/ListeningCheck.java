package io.reflux.pipeline;

import io.reflux.setting.FileFault;
import io.reflux.setting.PemFile;
import io.reflux.setting.Section;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a run can listen where its file says: addresses of this machine, and PEM files that hold
 * what they are to.
 */
final class ListeningCheck {
  private static final String THERE = "a file that is there";

  /** What Akka reads for nodes, beside PKCS #8. */
  private static final String OLDER_KEYS = "-----BEGIN (RSA|DSA) PRIVATE KEY-----";

  private ListeningCheck() {}

  /** Notes what doesn't fit where the status server listens. */
  static void status(Section section, StatusSpec status) {
    here(section, "host", status.host());
    status
        .tls()
        .ifPresent(
            tls -> {
              Section files = section.section("tls");
              List<X509Certificate> own = certificates(files, "certificate", tls.certificate());
              key(files, tls.key(), own, false);
            });
  }

  /** Notes what doesn't fit where nodes join. */
  static void cluster(Section section, ClusterSpec cluster) {
    if (cluster.bind().isEmpty()) {
      here(section, "host", cluster.host());
    } else {
      here(section, "bind", cluster.bind());
    }
    cluster.secret().ifPresent(secret -> secret(section, secret));
    cluster
        .tls()
        .ifPresent(
            tls -> {
              Section files = section.section("tls");
              List<X509Certificate> own = certificates(files, "certificate", tls.certificate());
              List<X509Certificate> known = certificates(files, "authority", tls.authority());
              key(files, tls.key(), own, true);
              if (!own.isEmpty()
                  && !known.isEmpty()
                  && own.stream().noneMatch(one -> signed(one, known))) {
                files.refuse("certificate", "one that the authority has signed");
              }
            });
  }

  private static void here(Section section, String key, String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      boolean own =
          address.isAnyLocalAddress()
              || address.isLoopbackAddress()
              || NetworkInterface.getByInetAddress(address) != null;
      if (!own) {
        section.refuse(key, "an address of this machine: " + addresses() + "; 0.0.0.0 is all");
      }
    } catch (UnknownHostException e) {
      section.refuse(key, "a name that is known here, or an address of this machine");
    } catch (SocketException e) {
      // Nobody tells which addresses there are: listening will.
    }
  }

  private static String addresses() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLinkLocalAddress())
        .map(address -> address.getHostAddress().replaceFirst("%.*", ""))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static void secret(Section section, Path file) {
    try {
      if (Files.readString(file).isBlank()) {
        section.refuse("secret", "a file with a secret");
      }
    } catch (IOException e) {
      section.refuse("secret", Files.exists(file) ? FileFault.reason(e) : THERE);
    }
  }

  /** Those of a file; none if they can't be used, which is noted. */
  private static List<X509Certificate> certificates(Section section, String key, Path file) {
    if (!Files.isRegularFile(file)) {
      section.refuse(key, THERE);
      return List.of();
    }
    try {
      List<X509Certificate> all = PemFile.certificates(file);
      all.get(0).checkValidity();
      return all;
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      section.refuse(key, "a certificate that is valid now: " + e.getMessage());
    } catch (IOException e) {
      section.refuse(key, "certificates, PEM");
    }
    return List.of();
  }

  private static void key(Section section, Path file, List<X509Certificate> own, boolean older) {
    if (!Files.isRegularFile(file)) {
      section.refuse("key", THERE);
      return;
    }
    try {
      if (older
          && Files.readString(file, StandardCharsets.ISO_8859_1)
              .lines()
              .anyMatch(line -> line.matches(OLDER_KEYS))) {
        return;
      }
      PrivateKey key = PemFile.key(file);
      if (!own.isEmpty() && !PemFile.areOne(key, own.get(0).getPublicKey())) {
        section.refuse("key", "the private key of the certificate");
      }
    } catch (IOException e) {
      section.refuse(
          "key",
          "a private key, PEM, PKCS #8, not encrypted; openssl pkcs8 -topk8 -nodes makes it of"
              + " others");
    }
  }

  private static boolean signed(X509Certificate own, List<X509Certificate> authorities) {
    for (X509Certificate authority : authorities) {
      try {
        own.verify(authority.getPublicKey());
        return true;
      } catch (GeneralSecurityException e) {
        // another one, perhaps
      }
    }
    return false;
  }
}
