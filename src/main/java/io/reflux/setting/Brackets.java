package io.reflux.setting;

import io.reflux.setting.BracketScan.Bracket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Which bracket of a text has no other one. Where one is missing, the parser stumbles much later;
 * the indentation of lines says earlier which it was.
 */
final class Brackets implements BracketScan.Visitor {
  private final String name;
  private final Deque<Bracket> open = new ArrayDeque<>();
  private Optional<Problem> byIndentation = Optional.empty();
  private Optional<Problem> found = Optional.empty();

  private Brackets(String name) {
    this.name = name;
  }

  /**
   * The first that doesn't fit.
   *
   * @param name how messages call the text
   * @return empty if all do
   */
  static Optional<Problem> check(String text, String name) {
    Brackets brackets = new Brackets(name);
    BracketScan.of(text, brackets);
    return brackets.result();
  }

  private Optional<Problem> result() {
    Optional<Problem> left = Optional.ofNullable(open.peek()).map(this::unclosed);
    return found.or(() -> left.map(problem -> byIndentation.orElse(problem)));
  }

  @Override
  public boolean see(Bracket bracket) {
    if (bracket.opens()) {
      open.push(bracket);
      return true;
    }
    Bracket opened = open.poll();
    if (opened == null) {
      found = Optional.of(problem(bracket, bracket.c() + " that closes nothing", "one fewer"));
      return false;
    }
    if (byIndentation.isEmpty()
        && bracket.first()
        && bracket.indentation() < opened.indentation()) {
      byIndentation = Optional.of(unclosed(opened));
    }
    if (other(opened) != bracket.c()) {
      String value = bracket.c() + " after a " + opened.c();
      found =
          byIndentation.or(
              () ->
                  Optional.of(
                      bracket.first()
                          ? unclosed(opened)
                          : problem(bracket, value, "a " + other(opened) + " first")));
    }
    return found.isEmpty();
  }

  private Problem unclosed(Bracket opened) {
    return problem(opened, opened.c() + " that is never closed", "a " + other(opened) + " for it");
  }

  private Problem problem(Bracket at, String value, String expected) {
    return new Problem(name + ":" + at.line(), "syntax", value, expected);
  }

  private static char other(Bracket opened) {
    return opened.c() == '{' ? '}' : ']';
  }
}
