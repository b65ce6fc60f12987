package io.reflux.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.ParameterException;

/**
 * Answers, of the command line or a person.
 *
 * @param from where a person types
 * @param to where questions are asked
 * @param asks false if nobody is asked
 */
record Asked(BufferedReader from, PrintWriter to, boolean asks) {

  /**
   * What a person is asked.
   *
   * @param usual the answer of who only presses Return
   * @param choices some answers, to choose among; may be none
   */
  record Question(String text, String usual, List<String> choices) {
    private String onScreen() {
      String names = choices.isEmpty() ? "" : " " + String.join(", ", choices);
      return text + names + " [" + usual + "] ";
    }
  }

  /**
   * What was given, else what is answered, else what is usual.
   *
   * @param given by the command line; empty if nothing was
   * @param reading of a word; throws a {@link ParameterException} for a wrong one, after which a
   *     person is asked again
   */
  <T> T of(String given, Question question, Function<String, T> reading) {
    if (!given.isEmpty()) {
      return reading.apply(given);
    }
    for (Optional<String> typed = typed(question); typed.isPresent(); typed = typed(question)) {
      try {
        return reading.apply(typed.get());
      } catch (ParameterException e) {
        to.println(WrappedText.onScreen(String.valueOf(e.getMessage())));
      }
    }
    return reading.apply(question.usual());
  }

  /** What a person answers; empty if nobody does. */
  private Optional<String> typed(Question question) {
    if (!asks) {
      return Optional.empty();
    }
    to.print(question.onScreen());
    to.flush();
    try {
      return Optional.ofNullable(from.readLine())
          .map(line -> line.isBlank() ? question.usual() : line.strip());
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal can't be read", e);
    }
  }
}
