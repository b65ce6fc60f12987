package io.reflux.fuzz;

import io.reflux.chance.Draws;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Inputs made of real ones: bits flipped, numbers exchanged for awkward ones, parts left out,
 * repeated, exchanged between two inputs, words of the format strewn in.
 *
 * @param samples real inputs
 * @param words what the format is made of
 */
public record Mutations(List<byte[]> samples, List<String> words)
    implements Function<Draws, byte[]> {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST = 1 << 16;
  private static final long[] AWKWARD = {
    0,
    1,
    -1,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000L,
    0xFFFFFFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 40,
    1 << 24,
    512,
    64
  };
  private static final List<String> NUMBERS =
      List.of("0", "-1", "1e308", "1e-320", "NaN", "99999999999999999999", "2147483648", "0.5", "");

  @Override
  public byte[] apply(Draws draws) {
    byte[] input = any(samples, draws).clone();
    int changes = 1 + draws.nextInt(1 + draws.nextInt(MOST_CHANGES));
    for (int i = 0; i < changes; i++) {
      input = changed(input, draws);
    }
    return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
  }

  private byte[] changed(byte[] input, Draws draws) {
    int at = input.length == 0 ? 0 : draws.nextInt(input.length);
    return switch (draws.nextInt(10)) {
      case 0, 1 -> set(input, at, b -> b ^ 1 << draws.nextInt(8));
      case 2 -> set(input, at, b -> draws.nextInt(256));
      case 3 -> number(input, at, draws);
      case 4 -> spliced(input, at, at + draws.nextInt(input.length - at + 1), new byte[0]);
      case 5 -> {
        int end = at + draws.nextInt(Math.min(64, input.length - at) + 1);
        yield spliced(input, end, end, Arrays.copyOfRange(input, at, end));
      }
      case 6 -> spliced(input, at, at, word(draws));
      case 7 -> {
        byte[] other = any(samples, draws);
        int from = other.length == 0 ? 0 : draws.nextInt(other.length);
        yield spliced(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
      }
      case 8 -> digits(input, at, draws);
      default -> Arrays.copyOf(input, at);
    };
  }

  private interface Change {
    int of(int value);
  }

  private static byte[] set(byte[] input, int at, Change change) {
    if (at < input.length) {
      input[at] = (byte) change.of(input[at]);
    }
    return input;
  }

  /** A whole number of 2, 4 or 8 bytes at a place. */
  private static byte[] number(byte[] input, int at, Draws draws) {
    long value = AWKWARD[draws.nextInt(AWKWARD.length)];
    int bytes = 2 << draws.nextInt(3);
    byte[] written =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    if (draws.nextInt(4) == 0) {
      written = ByteBuffer.allocate(Long.BYTES).putLong(value << (64 - 8 * bytes)).array();
    }
    for (int i = 0; i < bytes && at + i < input.length; i++) {
      input[at + i] = written[i];
    }
    return input;
  }

  /** Another number for the next one that is written in digits. */
  private static byte[] digits(byte[] input, int from, Draws draws) {
    int begin = from;
    while (begin < input.length && !isDigit(input[begin])) {
      begin++;
    }
    int end = begin;
    while (end < input.length && isDigit(input[end])) {
      end++;
    }
    return spliced(input, begin, end, any(NUMBERS, draws).getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private byte[] word(Draws draws) {
    return words.isEmpty()
        ? new byte[] {(byte) draws.nextInt(256)}
        : any(words, draws).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] spliced(byte[] input, int begin, int end, byte[] instead) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(input, 0, begin);
    bytes.writeBytes(instead);
    bytes.write(input, end, input.length - end);
    return bytes.toByteArray();
  }

  private static <T> T any(List<T> all, Draws draws) {
    return all.get(draws.nextInt(all.size()));
  }
}
