package io.reflux.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * That somebody knows a secret, shown without telling it: an HMAC (SHA-256) of what both have
 * drawn, and of who says so.
 */
final class Proof {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int NONCE_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  private Proof(String secret) {
    // A key must not be empty; without a secret everybody knows it.
    key = ("reflux node\n" + secret).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * By the secret in a file; without one, by none.
   *
   * @throws IOException if it can't be read, or is empty
   */
  static Proof by(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return new Proof("");
    }
    String secret = Files.readString(file.get()).strip();
    if (secret.isEmpty()) {
      throw new IOException(file.get() + ": empty (expected: a secret)");
    }
    return new Proof(secret);
  }

  /** Something that is drawn for one conversation. */
  static String nonce() {
    byte[] drawn = new byte[NONCE_BYTES];
    RANDOM.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  /** The proof of some words. */
  ByteBuffer of(List<String> words) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      for (String word : words) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
      }
      return ByteBuffer.wrap(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** Whether a proof is that of some words; takes as long for every wrong one. */
  boolean holds(ByteBuffer proof, List<String> words) {
    byte[] given = new byte[proof.remaining()];
    proof.duplicate().get(given);
    return MessageDigest.isEqual(given, of(words).array());
  }
}
