package io.reflux.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The bytes of a pickle; every length is checked before anything is allocated for it. */
final class PickleInput {
  private final Path file;
  private final String part;
  private final ByteBuffer bytes;

  /**
   * A pickle.
   *
   * @param file the file it is in
   * @param part its name there, for messages
   * @param bytes from its first byte on
   */
  PickleInput(Path file, String part, ByteBuffer bytes) {
    this.file = file;
    this.part = part;
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** How far reading has come. */
  int position() {
    return bytes.position();
  }

  int unsignedByte() throws WeightsException {
    return need(1).get() & 0xFF;
  }

  int unsignedShort() throws WeightsException {
    return need(2).getShort() & 0xFFFF;
  }

  int integer() throws WeightsException {
    return need(4).getInt();
  }

  /** A length of 4 bytes. */
  long length4() throws WeightsException {
    return Integer.toUnsignedLong(integer());
  }

  /** A length of 8 bytes. */
  long length8() throws WeightsException {
    return need(8).getLong();
  }

  double bigEndianDouble() throws WeightsException {
    return Double.longBitsToDouble(Long.reverseBytes(need(8).getLong()));
  }

  byte[] bytes(long length) throws WeightsException {
    ByteBuffer source = need(length);
    byte[] value = new byte[(int) length];
    source.get(value);
    return value;
  }

  String utf8(long length) throws WeightsException {
    byte[] value = bytes(length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(value))
          .toString();
    } catch (CharacterCodingException e) {
      throw refused("a string of " + length + " bytes (expected: UTF-8)");
    }
  }

  /** Text up to the end of the line, which is taken too. */
  String line() throws WeightsException {
    int begin = bytes.position();
    byte last;
    do {
      last = need(1).get();
    } while (last != '\n');
    byte[] line = new byte[bytes.position() - 1 - begin];
    bytes.get(begin, line);
    return new String(line, StandardCharsets.ISO_8859_1);
  }

  /** A refusal that says where. */
  WeightsException refused(String problem) {
    return new WeightsException(file, part + ", byte " + bytes.position() + ": " + problem);
  }

  private ByteBuffer need(long length) throws WeightsException {
    if (length < 0 || length > bytes.remaining()) {
      throw refused(
          "needs "
              + Long.toUnsignedString(length)
              + " bytes more (expected: at most "
              + bytes.remaining()
              + ")");
    }
    return bytes;
  }
}
