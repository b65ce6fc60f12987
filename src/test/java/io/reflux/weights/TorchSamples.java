package io.reflux.weights;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes state_dicts as {@code torch.save} does: float32 tensors over storages of zeros. */
final class TorchSamples {
  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
  private final List<Integer> storages = new ArrayList<>();

  TorchSamples() {
    bytes(0x80, 2);
    text("}");
  }

  /** Adds a tensor over a storage of so many elements. */
  TorchSamples tensor(String name, int stored, int[] shape, int[] stride) {
    if (storages.isEmpty() || storages.get(storages.size() - 1) != stored) {
      storages.add(stored);
    }
    string(name);
    text("ctorch._utils\n_rebuild_tensor_v2\n((");
    string("storage");
    text("ctorch\nFloatStorage\n");
    string(Integer.toString(storages.size() - 1));
    string("cpu");
    integer(stored);
    text("tQ");
    integer(0);
    tuple(shape);
    tuple(stride);
    bytes(0x89);
    text("ccollections\nOrderedDict\n)RtRs");
    return this;
  }

  /** Adds anything: opcodes that leave one value on the stack, a character for each byte. */
  TorchSamples beside(String name, String opcodes) {
    string(name);
    pickle.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
    text("s");
    return this;
  }

  /** Adds a dict of what {@code inner} adds. */
  TorchSamples dict(String name, Consumer<TorchSamples> inner) {
    string(name);
    text("}");
    inner.accept(this);
    text("s");
    return this;
  }

  /** Adds a float32 tensor of zeros. */
  TorchSamples tensor(String name, int... shape) {
    int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int[] stride = new int[shape.length];
    for (int i = shape.length - 1, step = 1; i >= 0; step *= shape[i--]) {
      stride[i] = step;
    }
    return tensor(name, count, shape, stride);
  }

  Path write(Path file) throws IOException {
    text(".");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "archive/data.pkl", pickle.toByteArray());
      for (int i = 0; i < storages.size(); i++) {
        put(zip, "archive/data/" + i, new byte[4 * storages.get(i)]);
      }
    }
    return file;
  }

  /** The format of torch before 1.6. */
  Path writeLegacy(Path file) throws IOException {
    text(".");
    TorchSamples around = new TorchSamples();
    around.pickle.reset();
    around.bytes(0x80, 2, 0x8A, 10); // a whole number of ten bytes: the magic number
    around.bytes(0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19);
    around.text(".");
    around.bytes(0x80, 2, 'M', 1001 & 0xFF, 1001 >> 8);
    around.text(".");
    around.bytes(0x80, 2);
    around.text("}");
    around.string("little_endian");
    around.bytes(0x88);
    around.text("s.");
    around.pickle.writeBytes(pickle.toByteArray());
    around.bytes(0x80, 2);
    around.text("](");
    for (int i = 0; i < storages.size(); i++) {
      around.string(Integer.toString(i));
    }
    around.text("e.");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      around.pickle.writeTo(out);
      for (int stored : storages) {
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.write(count.putLong(0, stored).array());
        out.write(new byte[4 * stored]);
      }
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private void tuple(int... numbers) {
    text("(");
    for (int number : numbers) {
      integer(number);
    }
    text("t");
  }

  private void integer(int value) {
    bytes('J', value, value >> 8, value >> 16, value >> 24);
  }

  private void string(String value) {
    bytes('X', value.length(), 0, 0, 0);
    text(value);
  }

  private void text(String opcodes) {
    pickle.writeBytes(opcodes.getBytes(StandardCharsets.US_ASCII));
  }

  private void bytes(int... values) {
    for (int value : values) {
      pickle.write(value);
    }
  }
}
