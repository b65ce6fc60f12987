package io.reflux.rundir;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The checksum of a summary, or of an entry in one line: its last field, of all that comes before.
 * A digit that became another one on a disk is still JSON.
 */
final class SummarySeal {
  /** Its name. */
  static final String FIELD = "crc32c";

  private static final String LAST = ",\n  \"" + FIELD + "\" : \"%08x\"\n}";
  private static final String LAST_OF_LINE = ",\"" + FIELD + "\":\"%08x\"}";
  private static final Pattern SEALED =
      Pattern.compile(",(?:\n  )?\"" + FIELD + "\" ?: ?\"([0-9a-f]{8})\"\n?}\\s*$");
  private static final String END = "\n}";
  private static final String END_OF_LINE = "}";

  private SummarySeal() {}

  /** The object with its checksum; one that is written otherwise stays as it is. */
  static byte[] seal(byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    if (!text.endsWith(END)) {
      return json;
    }
    return sealed(text, END, LAST).getBytes(StandardCharsets.UTF_8);
  }

  /** As {@link #seal}, of an object in one line. */
  static String sealLine(String json) {
    return sealed(json, END_OF_LINE, LAST_OF_LINE);
  }

  private static String sealed(String text, String end, String last) {
    String body = text.substring(0, text.length() - end.length());
    return body + last.formatted(sum(body));
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
