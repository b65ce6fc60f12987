package io.reflux.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the few opcodes of Python's pickle protocol 2 that a TorchScript archive needs. */
final class Pickle {
  private static final int PROTOCOL = 0x80;
  private static final int LONG1 = 0x8a;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickle() {
    out.write(PROTOCOL);
    out.write(2);
  }

  Pickle global(String module, String name) {
    return op('c').line(module).line(name);
  }

  Pickle emptyTuple() {
    return op(')');
  }

  Pickle emptyDict() {
    return op('}');
  }

  /**
   * Opens a tuple, a call's arguments or a dictionary's items; closed by the method of its kind.
   */
  Pickle mark() {
    return op('(');
  }

  Pickle closeTuple() {
    return op('t');
  }

  Pickle closeItems() {
    return op('u');
  }

  Pickle newObject() {
    out.write(0x81);
    return this;
  }

  Pickle build() {
    return op('b');
  }

  Pickle reduce() {
    return op('R');
  }

  Pickle persistentId() {
    return op('Q');
  }

  Pickle text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').out.writeBytes(little(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
    return this;
  }

  Pickle flag(boolean flag) {
    out.write(flag ? 0x88 : 0x89);
    return this;
  }

  Pickle none() {
    return op('N');
  }

  Pickle number(double number) {
    op('G').out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
    return this;
  }

  Pickle whole(long number) {
    if (number == (int) number) {
      op('J').out.writeBytes(little(4).putInt((int) number).array());
    } else {
      out.write(LONG1);
      out.write(8);
      out.writeBytes(little(8).putLong(number).array());
    }
    return this;
  }

  Pickle wholes(long... numbers) {
    mark();
    for (long number : numbers) {
      whole(number);
    }
    return closeTuple();
  }

  byte[] end() {
    op('.');
    return out.toByteArray();
  }

  private Pickle op(char code) {
    out.write(code);
    return this;
  }

  private Pickle line(String text) {
    out.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
