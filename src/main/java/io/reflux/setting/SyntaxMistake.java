package io.reflux.setting;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the parser says of a text that is no HOCON, in words for people who write pipelines. */
final class SyntaxMistake {
  private static final Pattern RESERVED = Pattern.compile("Reserved character '(.)'");
  private static final Pattern GOT = Pattern.compile("(?:got|token:) '?(:|=)'?");
  private static final Pattern ALONE = Pattern.compile("Key '(.*)' may not be followed by token");
  private static final Pattern ADVICE = Pattern.compile(" \\((if you |or you may ).*");

  private SyntaxMistake() {}

  /**
   * The mistake.
   *
   * @param told what the parser says
   * @param text what it has read; empty if nobody has it
   * @param name how messages call it
   */
  static Problem of(ConfigException told, Optional<String> text, String name) {
    String place = Place.of(told.origin());
    boolean here = place.isEmpty() || place.startsWith(name);
    return here
        ? in(text, name, told, place)
        : in(included(told.origin()), fileOf(place), told, place);
  }

  private static Problem in(
      Optional<String> text, String name, ConfigException told, String place) {
    Optional<Problem> unbalanced = text.flatMap(x -> Brackets.check(x, name));
    if (unbalanced.isPresent()) {
      return unbalanced.get();
    }
    String sentence = sentence(told);
    Matcher reserved = RESERVED.matcher(sentence);
    if (reserved.find()) {
      String character = reserved.group(1);
      String word = text.map(x -> word(x, told.origin(), character)).orElse("");
      return new Problem(
          place,
          "syntax",
          character + " outside of quotes",
          "the text in quotes" + (word.isEmpty() ? "" : ": \"" + word + "\""));
    }
    Matcher alone = ALONE.matcher(sentence);
    if (alone.find()) {
      return new Problem(place, "syntax", alone.group(1) + " alone", "key = value");
    }
    Matcher got = GOT.matcher(sentence);
    if (got.find()) {
      return new Problem(
          place,
          "syntax",
          "a second " + got.group(1),
          "one key = value; a text that has a " + got.group(1) + " in quotes");
    }
    return new Problem(place, "syntax", ADVICE.matcher(sentence).replaceAll(""), "HOCON");
  }

  private static Optional<String> included(@Nullable ConfigOrigin origin) {
    String file = origin == null ? null : origin.filename();
    try {
      return file == null ? Optional.empty() : Optional.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String fileOf(String place) {
    return place.replaceFirst(":\\d+$", "");
  }

  /** The word of a line that has a character outside of quotes. */
  private static String word(String text, ConfigOrigin origin, String character) {
    List<String> lines = text.lines().toList();
    int line = origin.lineNumber() - 1;
    if (line < 0 || line >= lines.size()) {
      return "";
    }
    String plain = lines.get(line).replaceAll("\"[^\"]*\"", " ");
    String part = "[^\\s\\[\\]{},=:\"]*";
    Matcher word = Pattern.compile(part + Pattern.quote(character) + part).matcher(plain);
    return word.find() ? word.group() : "";
  }

  private static String sentence(ConfigException e) {
    String message = String.valueOf(e.getMessage());
    String place = e.origin() == null ? "" : e.origin().description() + ": ";
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }
}
