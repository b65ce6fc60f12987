package io.reflux.weights;

import io.reflux.engine.HostTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A CRC-32C of everything that a safetensors file says, and not of how it lies there: names, types,
 * shapes and values of its tensors, and its metadata, each in the order of their names. So it holds
 * for whoever writes the same anew.
 */
final class TensorsChecksum {
  /** Where it stands in a file's metadata, as eight hexadecimal digits. */
  static final String KEY = "reflux-crc32c";

  private final CRC32C sum = new CRC32C();

  private TensorsChecksum() {}

  /** The digits for a file; its metadata is without them. */
  static String of(SafetensorsFile file) {
    TensorsChecksum checksum = new TensorsChecksum();
    new TreeMap<>(file.metadata()).forEach(checksum::addWords);
    for (Map.Entry<String, HostTensor> entry : new TreeMap<>(file.tensors().tensors()).entrySet()) {
      checksum.add(entry.getKey(), entry.getValue());
    }
    return String.format("%08x", checksum.sum.getValue());
  }

  private void add(String name, HostTensor tensor) {
    addWords(name, tensor.type().safetensorsName());
    add(tensor.shape().length);
    for (long side : tensor.shape()) {
      add(side);
    }
    sum.update(tensor.data().duplicate());
  }

  private void addWords(String first, String second) {
    for (String word : new String[] {first, second}) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      add(bytes.length);
      sum.update(bytes);
    }
  }

  private void add(long number) {
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
  }
}
