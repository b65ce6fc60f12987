package io.reflux.weights;

import io.reflux.weights.PickleValue.Text;
import java.nio.charset.StandardCharsets;

/** The strings of old pickles. */
final class PickleText {
  private static final int SHOWN = 40;

  private PickleText() {}

  /** A string of Python 2, whose bytes stand for themselves. */
  static Text latin1(byte[] bytes) {
    return new Text(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Resolves the escapes of the form {@code \}{@code u1234} and {@code \}{@code U00012345}. */
  static String unescaped(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      int digits = digitsAt(line, i);
      if (digits > 0) {
        text.appendCodePoint(Integer.parseInt(line, i + 2, i + 2 + digits, 16));
        i += 1 + digits;
      } else {
        text.append(line.charAt(i));
      }
    }
    return text.toString();
  }

  /** What stands between the quotes of protocol 0; escapes are refused. */
  static String unquoted(PickleInput in, String line) throws WeightsException {
    char quote = line.isEmpty() ? ' ' : line.charAt(0);
    boolean quoted =
        line.length() >= 2
            && (quote == '\'' || quote == '"')
            && line.charAt(line.length() - 1) == quote;
    if (!quoted || line.indexOf('\\') >= 0) {
      throw in.refused("string " + shown(line) + " (expected: quoted, without escapes)");
    }
    return line.substring(1, line.length() - 1);
  }

  /** A text of the file, cut for a message. */
  static String shown(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** How many hexadecimal digits follow an escape at this place; 0 if there is none. */
  private static int digitsAt(String line, int at) {
    int digits = line.startsWith("\\u", at) ? 4 : line.startsWith("\\U", at) ? 8 : 0;
    boolean whole =
        digits > 0
            && at + 2 + digits <= line.length()
            && line.substring(at + 2, at + 2 + digits)
                .matches("(0000|0001|000[2-9a-fA-F]|0010)?[0-9a-fA-F]{4}");
    return whole ? digits : 0;
  }
}
