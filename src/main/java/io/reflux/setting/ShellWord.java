package io.reflux.setting;

import java.util.regex.Pattern;

/** Names as a shell takes them in the commands that are printed to be copied. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

  private ShellWord() {}

  /** The text as it is if that is one word, else in single quotes. */
  public static String of(Object text) {
    String word = text.toString();
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
