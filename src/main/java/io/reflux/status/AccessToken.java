package io.reflux.status;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What a request has to bring ({@code Authorization: Bearer …}) to be let in or to steer. Its text
 * is never shown.
 */
public final class AccessToken {
  private static final String SCHEME = "Bearer ";

  private final byte[] secret;

  /** A token by its text. */
  public AccessToken(String text) {
    secret = text.getBytes(StandardCharsets.UTF_8);
  }

  /** True if a header's value is it; takes the same time however much of it is right. */
  boolean isIn(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            secret,
            authorization.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "(a token)";
  }
}
