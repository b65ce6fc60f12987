package io.reflux.rundir;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The checksum of a summary: its last field, of all that comes before. A digit that became another
 * one on a disk is still JSON.
 */
final class SummarySeal {
  private static final String FIELD = ",\n  \"crc32c\" : \"%08x\"\n}";
  private static final Pattern SEALED =
      Pattern.compile(",\n  \"crc32c\" : \"([0-9a-f]{8})\"\n}\\s*$");
  private static final String END = "\n}";

  private SummarySeal() {}

  /** The object with its checksum; one that is written otherwise stays as it is. */
  static byte[] seal(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    if (!text.endsWith(END)) {
      return json;
    }
    String body = text.substring(0, text.length() - END.length());
    return (body + FIELD.formatted(sum(body))).getBytes(StandardCharsets.UTF_8);
  }

  /** What is wrong; empty if nothing is, or if there is no checksum, as in an older summary. */
  static Optional<String> broken(byte[] json) {
    // Bytes as characters: what is no UTF-8 any more is to have a checksum of its own.
    String text = new String(json, StandardCharsets.ISO_8859_1);
    Matcher seal = SEALED.matcher(text);
    if (!seal.find()) {
      return Optional.empty();
    }
    String found = "%08x".formatted(sum(Arrays.copyOf(json, seal.start())));
    return found.equals(seal.group(1))
        ? Optional.empty()
        : Optional.of("CRC-32C " + found + " (expected: " + seal.group(1) + ")");
  }

  private static long sum(String text) {
    return sum(text.getBytes(StandardCharsets.UTF_8));
  }

  private static long sum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }
}
