package io.reflux.setting;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys, out of PEM files (RFC 7468). */
public final class PemFile {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");
  private static final String CERTIFICATES = " (expected: certificates, PEM)";

  /** By which a key of a kind signs; one of another kind isn't tried. */
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "RSA", "SHA256withRSA",
          "EC", "SHA256withECDSA",
          "EdDSA", "Ed25519",
          "Ed25519", "Ed25519");

  private PemFile() {}

  /**
   * The certificates of a file, one at least.
   *
   * @throws IOException if the file can't be read or holds something else, naming it
   */
  public static List<X509Certificate> certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw new IOException(file + ": none in it" + CERTIFICATES);
      }
      return all;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + ": " + e.getMessage() + CERTIFICATES, e);
    }
  }

  /**
   * The private key of a file.
   *
   * @throws IOException if the file can't be read or holds something else, naming it
   */
  public static PrivateKey key(Path file) throws IOException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException(
          file
              + ": no key (expected: BEGIN PRIVATE KEY, PKCS #8, not encrypted; openssl pkcs8 -topk8"
              + " -nodes makes it of others)");
    }
    try {
      return key(Base64.getMimeDecoder().decode(pem.group(1)), file);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage() + " (expected: a private key)", e);
    }
  }

  private static PrivateKey key(byte[] encoded, Path file)
      throws IOException, GeneralSecurityException {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        // the next one
      }
    }
    throw new IOException(file + ": an unknown kind of key (expected: " + KINDS + ")");
  }

  /** Whether a private key is the one of a public key: what it signs, that confirms. */
  public static boolean areOne(PrivateKey key, PublicKey known) {
    String algorithm = SIGNATURES.get(key.getAlgorithm());
    if (algorithm == null) {
      return true;
    }
    try {
      byte[] words = "reflux".getBytes(StandardCharsets.US_ASCII);
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(words);
      Signature confirming = Signature.getInstance(algorithm);
      confirming.initVerify(known);
      confirming.update(words);
      return confirming.verify(signing.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
