package io.reflux.sweep;

import io.reflux.chance.Draws;
import io.reflux.setting.InputException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key with all numbers between two.
 *
 * @param key the key
 * @param low the least
 * @param high the greatest
 * @param logarithmic equally likely in equal ratios, else in equal differences
 * @param whole whole numbers only
 */
record RangedAxis(String key, double low, double high, boolean logarithmic, boolean whole)
    implements Axis {
  private static final String NUMBER = "[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?";

  /** {@code 1e-4..1e-2}, {@code 16..64}, {@code 0.1..0.5 uniform}. */
  static final Pattern WRITTEN =
      Pattern.compile("(" + NUMBER + ")\\s*\\.\\.\\s*(" + NUMBER + ")(?:\\s+(uniform|log))?");

  private static final MathContext SHOWN = new MathContext(4);

  static RangedAxis of(String key, Matcher written) {
    double low = Double.parseDouble(written.group(1));
    double high = Double.parseDouble(written.group(2));
    String how = written.group(3);
    boolean logarithmic = how == null ? low > 0 : how.equals("log");
    if (!(low < high) || Double.isInfinite(high - low) || (logarithmic && low <= 0)) {
      throw new InputException(
          "--over: "
              + key
              + "="
              + written.group()
              + " (expected: low..high with low < high"
              + (logarithmic ? ", both > 0 where equal ratios are equally likely)" : ")"));
    }
    boolean whole = written.group(1).matches("[-+]?\\d+") && written.group(2).matches("[-+]?\\d+");
    if (whole && high - low < 2) {
      throw new InputException(
          String.format(
              "--over: %s=%s: whole numbers (expected: %2$s.0 for all between, or %3$s,%4$s)",
              key, written.group(), written.group(1), written.group(2)));
    }
    return new RangedAxis(key, low, high, logarithmic, whole);
  }

  @Override
  public List<String> values() {
    return List.of();
  }

  /** A number of four digits: what is tried is what is shown. */
  @Override
  public String draw(Draws draws) {
    double from = whole ? low - 0.5 : low;
    double to = whole ? high + 0.5 : high;
    double drawn =
        logarithmic
            ? Math.exp(draws.uniform(Math.log(from), Math.log(to)))
            : draws.uniform(from, to);
    double inside = Math.max(low, Math.min(high, drawn));
    if (whole) {
      return Long.toString(Math.round(inside));
    }
    return new BigDecimal(inside).round(SHOWN).stripTrailingZeros().toString();
  }
}
