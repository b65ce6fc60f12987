package io.reflux.status;

import io.reflux.pipeline.StatusSpec;
import io.reflux.setting.PemFile;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server's certificate and private key, out of PEM files (RFC 7468). */
final class ServerKey {
  private static final char[] NO_PASSWORD = {};

  private ServerKey() {}

  /**
   * What a server needs to speak TLS.
   *
   * @throws IOException if a file can't be read or holds something else, naming it
   */
  static SSLContext context(StatusSpec.Tls files) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      Certificate[] chain = PemFile.certificates(files.certificate()).toArray(Certificate[]::new);
      store.setKeyEntry("server", PemFile.key(files.key()), NO_PASSWORD, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          files.certificate() + ", " + files.key() + ": they don't fit each other", e);
    }
  }
}
