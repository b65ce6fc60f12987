package io.reflux.weights;

import io.reflux.weights.PickleValue.Flag;
import io.reflux.weights.PickleValue.Mapping;
import io.reflux.weights.PickleValue.None;
import io.reflux.weights.PickleValue.Placeholder;
import io.reflux.weights.PickleValue.Real;
import io.reflux.weights.PickleValue.Sequence;
import io.reflux.weights.PickleValue.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack machine of Python's pickles, protocols 0 to 5, without Python: it builds {@link
 * PickleValue}s.
 *
 * <p>Written here rather than taken from a library because of what has to be refused: lengths past
 * the end before anything is allocated, every name that {@link Construction} doesn't list wherever
 * it is used, and calls of any kind. Nothing recurses, so nesting costs no stack.
 */
final class Unpickler {
  private static final int MOST_VALUES = 1 << 26;

  private final PickleInput in;
  private final Construction construction;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, PickleValue> memo = new HashMap<>();
  private int values;

  /**
   * A machine for one pickle.
   *
   * @param in its bytes
   * @param storages answers the persistent ids in it
   */
  Unpickler(PickleInput in, Construction.Storages storages) {
    this.in = in;
    this.construction = new Construction(in, storages);
  }

  /** Runs up to STOP; the input's position is behind it then. */
  PickleValue read() throws WeightsException {
    while (true) {
      int code = in.unsignedByte();
      if (code == '.') {
        return pop();
      }
      boolean known = readScalar(code) || readContainer(code) || readMemo(code) || readObject(code);
      if (!known) {
        throw in.refused(String.format("opcode 0x%02x (expected: one of pickle's)", code));
      }
    }
  }

  private boolean readScalar(int code) throws WeightsException {
    switch (code) {
      case 'N' -> push(new None());
      case 0x88 -> push(new Flag(true));
      case 0x89 -> push(new Flag(false));
      case 'K' -> push(PickleNumbers.whole(in.unsignedByte()));
      case 'M' -> push(PickleNumbers.whole(in.unsignedShort()));
      case 'J' -> push(PickleNumbers.whole(in.integer()));
      case 0x8A -> push(PickleNumbers.littleEndian(in.bytes(in.unsignedByte())));
      case 0x8B -> push(PickleNumbers.littleEndian(in.bytes(in.length4())));
      case 'I' -> push(PickleNumbers.decimalOrFlag(in, in.line()));
      case 'L' -> push(PickleNumbers.decimal(in, in.line().replaceFirst("L$", "")));
      case 'F' -> push(PickleNumbers.real(in, in.line()));
      case 'G' -> push(new Real(in.bigEndianDouble()));
      case 'X' -> push(new Text(in.utf8(in.length4())));
      case 0x8C -> push(new Text(in.utf8(in.unsignedByte())));
      case 0x8D -> push(new Text(in.utf8(in.length8())));
      case 'V' -> push(new Text(PickleText.unescaped(in.line())));
      case 'S' -> push(new Text(PickleText.unquoted(in, in.line())));
      case 'T' -> push(PickleText.latin1(in.bytes(in.length4())));
      case 'U' -> push(PickleText.latin1(in.bytes(in.unsignedByte())));
      case 'B' -> push(new PickleValue.Bytes(in.bytes(in.length4())));
      case 'C' -> push(new PickleValue.Bytes(in.bytes(in.unsignedByte())));
      case 0x8E, 0x96 -> push(new PickleValue.Bytes(in.bytes(in.length8())));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean readContainer(int code) throws WeightsException {
    switch (code) {
      case '(' -> marks.push(stack.size());
      case ']' -> push(new Sequence(Sequence.Kind.LIST));
      case ')' -> push(new Sequence(Sequence.Kind.TUPLE));
      case 0x8F -> push(new Sequence(Sequence.Kind.SET));
      case '}' -> push(new Mapping(false));
      case 'l' -> push(new Sequence(Sequence.Kind.LIST, popToMark()));
      case 't' -> push(new Sequence(Sequence.Kind.TUPLE, popToMark()));
      case 0x91 -> push(new Sequence(Sequence.Kind.SET, popToMark()));
      case 0x85 -> push(new Sequence(Sequence.Kind.TUPLE, pop(1)));
      case 0x86 -> push(new Sequence(Sequence.Kind.TUPLE, pop(2)));
      case 0x87 -> push(new Sequence(Sequence.Kind.TUPLE, pop(3)));
      case 'd' -> {
        List<PickleValue> pairs = popToMark();
        Mapping mapping = new Mapping(false);
        putAll(mapping, pairs);
        push(mapping);
      }
      case 'a' -> append(pop(1));
      case 'e', 0x90 -> append(popToMark());
      case 's' -> set(pop(2));
      case 'u' -> set(popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean readMemo(int code) throws WeightsException {
    switch (code) {
      case 'q' -> memo.put(in.unsignedByte(), top());
      case 'r' -> memo.put(in.integer(), top());
      case 'p' -> memo.put(PickleNumbers.place(in, in.line()), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'h' -> push(remembered(in.unsignedByte()));
      case 'j' -> push(remembered(in.integer()));
      case 'g' -> push(remembered(PickleNumbers.place(in, in.line())));
      case '0' -> popAny();
      case '1' -> popToMark();
      case '2' -> push(top());
      case 0x80 -> protocol(in.unsignedByte());
      case 0x95 -> in.length8();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean readObject(int code) throws WeightsException {
    switch (code) {
      case 'c' -> push(construction.global(in.line(), in.line()));
      case 0x93 -> {
        List<PickleValue> name = pop(2);
        push(construction.global(text(name.get(0)), text(name.get(1))));
      }
      case 'Q' -> push(construction.storage(pop()));
      case 'R' -> {
        PickleValue arguments = pop();
        push(construction.call(popAny(), arguments));
      }
      case 0x81 -> {
        PickleValue arguments = pop();
        push(construction.instance(popAny(), arguments));
      }
      case 0x92 -> {
        pop();
        PickleValue arguments = pop();
        push(construction.instance(popAny(), arguments));
      }
      case 'b' -> {
        PickleValue state = pop();
        push(construction.build(pop(), state));
      }
      case 'i' -> {
        PickleValue type = construction.global(in.line(), in.line());
        push(construction.instance(type, new Sequence(Sequence.Kind.TUPLE, popToMark())));
      }
      case 'o' -> {
        List<PickleValue> parts = popToMark();
        if (parts.isEmpty()) {
          throw in.refused("opcode OBJ (expected: a class on the stack)");
        }
        PickleValue type = parts.remove(0);
        push(construction.instance(type, new Sequence(Sequence.Kind.TUPLE, parts)));
      }
      case 'P' -> throw in.refused("persistent id " + in.line() + " (expected: a tuple)");
      case 0x82, 0x83, 0x84 -> throw in.refused("an extension code (expected: plain data)");
      case 0x97, 0x98 -> throw in.refused("an out-of-band buffer (expected: plain data)");
      default -> {
        return false;
      }
    }
    return true;
  }

  private void push(PickleValue value) throws WeightsException {
    if (++values > MOST_VALUES) {
      throw in.refused("more than " + MOST_VALUES + " values (expected: a checkpoint)");
    }
    stack.add(value);
  }

  private PickleValue top() throws WeightsException {
    if (stack.size() <= floor()) {
      throw in.refused("an operand is missing (expected: a value on the stack)");
    }
    return stack.get(stack.size() - 1);
  }

  private PickleValue popAny() throws WeightsException {
    top();
    return stack.remove(stack.size() - 1);
  }

  /** A value that may lie in data: no class or function but the listed ones. */
  private PickleValue pop() throws WeightsException {
    return construction.plain(popAny());
  }

  private List<PickleValue> pop(int count) throws WeightsException {
    if (stack.size() - count < floor()) {
      throw in.refused("an operand is missing (expected: " + count + " values on the stack)");
    }
    return take(stack.size() - count);
  }

  private List<PickleValue> popToMark() throws WeightsException {
    if (marks.isEmpty()) {
      throw in.refused("a mark is missing (expected: one on the stack)");
    }
    return take(marks.pop());
  }

  private List<PickleValue> take(int begin) throws WeightsException {
    List<PickleValue> tail = stack.subList(begin, stack.size());
    List<PickleValue> taken = new ArrayList<>(tail);
    tail.clear();
    for (PickleValue value : taken) {
      construction.plain(value);
    }
    return taken;
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  /** Of an unknown kind of list no item is kept. */
  private void append(List<PickleValue> items) throws WeightsException {
    if (top() instanceof Placeholder) {
      return;
    }
    if (!(top() instanceof Sequence sequence) || sequence.isFixed()) {
      throw in.refused("items for something else (expected: a list or set)");
    }
    sequence.items().addAll(items);
  }

  private void set(List<PickleValue> pairs) throws WeightsException {
    if (top() instanceof Placeholder object) {
      putAll(object.attributes(), pairs);
    } else if (top() instanceof Mapping mapping) {
      putAll(mapping, pairs);
    } else {
      throw in.refused("keys for something else (expected: a dict)");
    }
  }

  private void putAll(Mapping mapping, List<PickleValue> pairs) throws WeightsException {
    if (pairs.size() % 2 != 0) {
      throw in.refused("a key without a value (expected: pairs)");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      mapping.put(pairs.get(i), pairs.get(i + 1));
    }
  }

  private PickleValue remembered(int place) throws WeightsException {
    PickleValue value = memo.get(place);
    if (value == null) {
      throw in.refused("memo " + place + " (expected: one that was stored)");
    }
    return value;
  }

  private void protocol(int version) throws WeightsException {
    if (version > 5) {
      throw in.refused("pickle protocol " + version + " (expected: 0 … 5)");
    }
  }

  private String text(PickleValue value) throws WeightsException {
    if (value instanceof Text text) {
      return text.value();
    }
    throw in.refused("a global's name (expected: two strings)");
  }
}
