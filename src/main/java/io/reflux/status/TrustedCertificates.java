package io.reflux.status;

import io.reflux.setting.PemFile;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Certificates of servers that are believed, out of a PEM file. */
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * What a client needs to believe them, and no others.
   *
   * @throws IOException if the file can't be read or holds something else, naming it
   */
  public static SSLContext context(Path file) throws IOException {
    List<X509Certificate> certificates = PemFile.certificates(file);
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < certificates.size(); i++) {
        store.setCertificateEntry("trusted-" + i, certificates.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      return believing(trust.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw notPem(file, e);
    }
  }

  /**
   * What a client needs to speak with the one server whose own certificate the file begins with, by
   * whatever name it is called.
   *
   * @throws IOException if the file can't be read or holds something else, naming it
   */
  public static SSLContext exactly(Path file) throws IOException {
    Certificate expected = PemFile.certificates(file).get(0);
    try {
      return believing(new OneServer(expected));
    } catch (GeneralSecurityException e) {
      throw notPem(file, e);
    }
  }

  private static SSLContext believing(TrustManager... trust) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    return context;
  }

  private static IOException notPem(Path file, GeneralSecurityException e) {
    return new IOException(file + ": " + e.getMessage() + " (expected: certificates, PEM)", e);
  }

  /**
   * Believes a server that shows one certificate, and proves by the handshake that it is its own.
   */
  private static final class OneServer extends X509ExtendedTrustManager {
    private final Certificate expected;

    OneServer(Certificate expected) {
      this.expected = expected;
    }

    private void check(X509Certificate... shown) throws CertificateException {
      if (shown.length == 0 || !shown[0].equals(expected)) {
        throw new CertificateException("another server answers");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
