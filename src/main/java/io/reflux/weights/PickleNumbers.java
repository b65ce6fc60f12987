package io.reflux.weights;

import io.reflux.weights.PickleValue.Flag;
import io.reflux.weights.PickleValue.Real;
import io.reflux.weights.PickleValue.Whole;
import java.math.BigInteger;

/** The numbers of pickles. */
final class PickleNumbers {
  private static final int MOST_DIGITS = 4300;

  private PickleNumbers() {}

  /** A number of protocol 0, where 00 and 01 are flags. */
  static PickleValue decimalOrFlag(PickleInput in, String line) throws WeightsException {
    return switch (line) {
      case "00" -> new Flag(false);
      case "01" -> new Flag(true);
      default -> decimal(in, line);
    };
  }

  /** A number in decimal digits; so few that reading them stays fast. */
  static Whole decimal(PickleInput in, String line) throws WeightsException {
    try {
      if (line.length() <= MOST_DIGITS) {
        return new Whole(new BigInteger(line));
      }
    } catch (NumberFormatException e) {
      throw in.refused("number " + PickleText.shown(line) + " (expected: decimal digits)");
    }
    throw in.refused("a number of " + line.length() + " digits (expected: <= " + MOST_DIGITS + ")");
  }

  /** A memo place of protocol 0. */
  static int place(PickleInput in, String line) throws WeightsException {
    try {
      return Integer.parseInt(line);
    } catch (NumberFormatException e) {
      throw in.refused("memo " + PickleText.shown(line) + " (expected: a number)");
    }
  }

  /** A number with a fraction, of protocol 0. */
  static Real real(PickleInput in, String line) throws WeightsException {
    try {
      return new Real(Double.parseDouble(line.replace("inf", "Infinity").replace("nan", "NaN")));
    } catch (NumberFormatException e) {
      throw in.refused("number " + PickleText.shown(line) + " (expected: a decimal)");
    }
  }

  static Whole whole(long value) {
    return new Whole(BigInteger.valueOf(value));
  }

  /** Any number of bytes, two's complement. */
  static Whole littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new Whole(bytes.length == 0 ? BigInteger.ZERO : new BigInteger(reversed));
  }
}
