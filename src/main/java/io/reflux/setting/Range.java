package io.reflux.setting;

import java.util.function.DoublePredicate;

/**
 * The numbers that a setting may take, and how a message says so.
 *
 * @param expected the range in words, as {@code > 0} or {@code 0 … 1}
 * @param allows true for the numbers inside
 */
public record Range(String expected, DoublePredicate allows) {

  /** The range as said of a thing: {@code a whole number > 0}. */
  String of(String thing) {
    return equals(ANY) ? thing : thing + " " + expected;
  }

  /** Every finite number. */
  public static final Range ANY = new Range("a number", Double::isFinite);

  /** Greater than zero. */
  public static final Range POSITIVE = new Range("> 0", x -> x > 0 && Double.isFinite(x));

  /** Zero or greater. */
  public static final Range NOT_NEGATIVE = new Range(">= 0", x -> x >= 0 && Double.isFinite(x));

  /** From 0 to 1, both included. */
  public static final Range FRACTION = between(0, 1);

  /** From 0 to 1, 1 excluded: how much of something stays. */
  public static final Range BELOW_ONE = new Range("0 … < 1", x -> x >= 0 && x < 1);

  /** Between 0 and 1, both excluded: what is divided in two leaves something on either side. */
  public static final Range SHARE = new Range("above 0 and below 1", x -> x > 0 && x < 1);

  /** From {@code low} to {@code high}, both included. */
  public static Range between(double low, double high) {
    return new Range(text(low) + " … " + text(high), x -> x >= low && x <= high);
  }

  /** At least {@code low}. */
  public static Range atLeast(double low) {
    return new Range(">= " + text(low), x -> x >= low && Double.isFinite(x));
  }

  private static String text(double x) {
    return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
  }
}
