package io.reflux.setting;

/**
 * How deep the brackets of a text are nested, told without recursion: the parser takes stack for
 * each level, so it must not see a text that is nested without end.
 */
final class Nesting implements BracketScan.Visitor {
  /** Deeper than anybody writes, and far from what a thread's stack bears. */
  static final int MOST = 200;

  private int depth;

  private Nesting() {}

  /**
   * Refuses a text that is nested too deep.
   *
   * @throws RefusedTextException naming the line where it gets so deep
   */
  static void check(String text) {
    BracketScan.of(text, new Nesting());
  }

  /** As the refusal of a text. */
  static RefusedTextException tooDeep(String where) {
    return new RefusedTextException(
        "more than " + MOST + " levels of nesting" + where, "at most " + MOST);
  }

  @Override
  public boolean see(BracketScan.Bracket bracket) {
    depth += bracket.opens() ? 1 : -1;
    if (depth > MOST) {
      throw tooDeep(" in line " + bracket.line());
    }
    return true;
  }
}
