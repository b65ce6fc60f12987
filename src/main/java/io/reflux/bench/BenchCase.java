package io.reflux.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Locale;

/**
 * One figure of a bench beside its goal.
 *
 * @param name what was measured, in a few words joined by dashes
 * @param value the figure; finite
 * @param goal what it should reach, or stay below
 * @param unit of both
 * @param better which way is better
 */
@JsonPropertyOrder({"case", "value", "goal", "unit", "better"})
public record BenchCase(
    @JsonProperty("case") String name, double value, double goal, String unit, Better better) {

  /** The unit of a ratio. */
  public static final String TIMES = "times";

  /** The unit of memory: 1e9 bytes. */
  public static final String GIGABYTES = "GB";

  /** Which way is better. */
  enum Better {
    /** The goal is a lower bound. */
    @JsonProperty("higher")
    HIGHER,
    /** The goal is an upper bound. */
    @JsonProperty("lower")
    LOWER
  }

  /** Refuses what JSON has no number for. */
  public BenchCase {
    if (!Double.isFinite(value) || !Double.isFinite(goal)) {
      throw new IllegalArgumentException(
          name + ": " + value + ", goal " + goal + " (expected: finite numbers)");
    }
  }

  /** A figure that should be at least its goal. */
  public static BenchCase atLeast(double goal, String name, double value, String unit) {
    return new BenchCase(name, value, goal, unit, Better.HIGHER);
  }

  /** A figure that should be at most its goal. */
  public static BenchCase atMost(double goal, String name, double value, String unit) {
    return new BenchCase(name, value, goal, unit, Better.LOWER);
  }

  /** True if the goal is reached. */
  boolean met() {
    return better == Better.HIGHER ? value >= goal : value <= goal;
  }

  /** The goal as a condition, as {@code >= 1.20 times}. */
  String condition() {
    return (better == Better.HIGHER ? ">= " : "<= ") + text(goal) + " " + unit;
  }

  /** A figure in as many digits as tell something. */
  static String text(double figure) {
    return String.format(Locale.ROOT, Math.abs(figure) < 0.995 ? "%.3g" : "%.2f", figure);
  }
}
