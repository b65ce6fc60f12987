package io.reflux.weights;

import io.reflux.engine.ElementType;
import io.reflux.weights.PickleValue.Flag;
import io.reflux.weights.PickleValue.Mapping;
import io.reflux.weights.PickleValue.Sequence;
import io.reflux.weights.PickleValue.Text;
import io.reflux.weights.PickleValue.Whole;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the format of torch before 1.6: pickles of a magic number, a version, the machine, the
 * object and the storages' keys, then each storage's count and data.
 */
final class TorchLegacyReader {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final BigInteger VERSION = BigInteger.valueOf(1001);
  private static final int MOST_PICKLE_BYTES = Integer.MAX_VALUE;

  private final Path path;
  private final MappedFile file;
  private final Map<String, TorchStorage> storages = new LinkedHashMap<>();
  private long position;

  TorchLegacyReader(Path path, MappedFile file) {
    this.path = path;
    this.file = file;
  }

  PickleValue read() throws IOException {
    expect("magic number", new Whole(MAGIC));
    expect("format version", new Whole(VERSION));
    checkMachine(unpickle("machine"));
    PickleValue root = unpickle("object");
    if (!(unpickle("storage keys") instanceof Sequence keys)) {
      throw new WeightsException(path, "storage keys (expected: a list)");
    }
    for (PickleValue key : keys.items()) {
      readStorage(key);
    }
    for (Map.Entry<String, TorchStorage> storage : storages.entrySet()) {
      if (!storage.getValue().isFilled()) {
        throw new WeightsException(
            path, "storage " + storage.getKey() + ": no data (expected: a key in the list)");
      }
    }
    return root;
  }

  private void expect(String part, Whole expected) throws IOException {
    PickleValue found = unpickle(part);
    if (!(found instanceof Whole whole) || !whole.equals(expected)) {
      throw new WeightsException(path, part + " differs (expected: " + expected.value() + ")");
    }
  }

  private void checkMachine(PickleValue machine) throws WeightsException {
    boolean bigEndian =
        machine instanceof Mapping facts
            && facts.get("little_endian").filter(new Flag(false)::equals).isPresent();
    if (bigEndian) {
      throw new WeightsException(path, "little_endian: false (expected: true)");
    }
  }

  private PickleValue unpickle(String part) throws IOException {
    long most = Math.min(MOST_PICKLE_BYTES, file.size() - position);
    PickleInput in = new PickleInput(path, part, file.slice(position, most));
    PickleValue value = new Unpickler(in, this::storage).read();
    position += in.position();
    return value;
  }

  private TorchStorage storage(String key, ElementType type, long count) throws WeightsException {
    TorchStorage known = storages.get(key);
    if (known == null) {
      if (count < 0 || count > file.size() / type.bytes()) {
        throw new WeightsException(
            path,
            "storage " + key + ": " + count + " elements (expected: fewer than the file has)");
      }
      known = new TorchStorage(type, count);
      storages.put(key, known);
    }
    if (known.type() != type || known.count() != count) {
      throw new WeightsException(path, "storage " + key + ": two kinds of it (expected: one)");
    }
    return known;
  }

  private void readStorage(PickleValue key) throws IOException {
    String name = key instanceof Text text ? text.value() : "";
    TorchStorage storage = storages.get(name);
    if (storage == null) {
      throw new WeightsException(
          path, "storage key " + PickleText.shown(name) + " (expected: one that a tensor uses)");
    }
    ByteBuffer count = file.slice(position, Long.BYTES);
    if (count.getLong(0) != storage.count()) {
      throw new WeightsException(
          path,
          "storage "
              + name
              + ": "
              + count.getLong(0)
              + " elements (expected: "
              + storage.count()
              + ")");
    }
    position += Long.BYTES;
    long bytes = storage.count() * storage.type().bytes();
    storage.fill(file.slice(position, bytes));
    position += bytes;
  }
}
