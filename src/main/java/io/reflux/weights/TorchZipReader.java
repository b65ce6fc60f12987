package io.reflux.weights;

import io.reflux.engine.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads the ZIP format: {@code <folder>/data.pkl} and {@code <folder>/data/<key>}. */
final class TorchZipReader {
  private static final String PICKLE = "data.pkl";

  private final Path path;
  private final ZipRecords records;
  private final String folder;
  private final Map<String, TorchStorage> storages = new HashMap<>();

  private TorchZipReader(Path path, ZipRecords records) throws WeightsException {
    this.path = path;
    this.records = records;
    this.folder =
        records
            .folderOf(PICKLE)
            .orElseThrow(
                () ->
                    new WeightsException(path, "no " + PICKLE + " (expected: <folder>/data.pkl)"));
  }

  static PickleValue read(Path path) throws IOException {
    try (ZipRecords records = ZipRecords.open(path)) {
      return new TorchZipReader(path, records).read();
    }
  }

  private PickleValue read() throws IOException {
    if (records.has(folder + "byteorder")) {
      String order =
          StandardCharsets.US_ASCII.decode(records.read(folder + "byteorder")).toString();
      if (!order.strip().equals("little")) {
        throw new WeightsException(path, "byteorder: " + order + " (expected: little)");
      }
    }
    PickleInput in = new PickleInput(path, PICKLE, records.read(folder + PICKLE));
    return new Unpickler(in, this::storage).read();
  }

  private TorchStorage storage(String key, ElementType type, long count) throws WeightsException {
    String name = folder + "data/" + key;
    TorchStorage known = storages.get(key);
    if (known != null) {
      if (known.type() != type || known.count() != count) {
        throw new WeightsException(path, name + ": two kinds of storage (expected: one)");
      }
      return known;
    }
    ByteBuffer data;
    try {
      data = records.read(name);
    } catch (WeightsException e) {
      throw e;
    } catch (IOException e) {
      throw new WeightsException(path, name + ": " + e.getMessage() + " (expected: readable)");
    }
    if (count < 0 || count > data.remaining() / type.bytes()) {
      throw new WeightsException(
          path,
          name
              + ": "
              + data.remaining()
              + " bytes (expected: "
              + count
              + " x "
              + type.bytes()
              + ")");
    }
    TorchStorage storage = new TorchStorage(type, count);
    storage.fill(data);
    storages.put(key, storage);
    return storage;
  }
}
