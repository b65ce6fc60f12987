package io.reflux.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a safetensors file.
 *
 * <p>The header keeps the order of the tensors. Their data lies wide element types first, behind a
 * header padded to 8 bytes, so that every tensor is aligned for readers that map the file.
 */
final class SafetensorsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  static void write(SafetensorsFile file, FileChannel channel) throws IOException {
    if (file.tensors().find(METADATA).isPresent()) {
      throw new IllegalArgumentException("tensor name: " + METADATA + " (expected: another)");
    }
    List<Map.Entry<String, HostTensor>> laidOut =
        new ArrayList<>(file.tensors().tensors().entrySet());
    laidOut.sort(Comparator.comparingInt(e -> -e.getValue().type().bytes()));
    Map<String, Long> begins = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, HostTensor> entry : laidOut) {
      begins.put(entry.getKey(), end);
      end += entry.getValue().data().remaining();
    }
    byte[] header = header(file, begins);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    DurableFile.drain(length.putLong(0, header.length), channel);
    DurableFile.drain(ByteBuffer.wrap(header), channel);
    for (Map.Entry<String, HostTensor> entry : laidOut) {
      DurableFile.drain(entry.getValue().data().duplicate(), channel);
    }
  }

  private static byte[] header(SafetensorsFile file, Map<String, Long> begins) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!file.metadata().isEmpty()) {
      ObjectNode metadata = header.putObject(METADATA);
      file.metadata().forEach(metadata::put);
    }
    file.tensors()
        .forEach(
            (name, tensor) -> {
              long begin = begins.getOrDefault(name, 0L);
              ObjectNode entry = header.putObject(name);
              entry.put("dtype", tensor.type().safetensorsName());
              Arrays.stream(tensor.shape()).forEach(entry.putArray("shape")::add);
              entry.putArray("data_offsets").add(begin).add(begin + tensor.data().remaining());
            });
    byte[] json = JSON.writeValueAsBytes(header);
    byte[] padded = Arrays.copyOf(json, -Math.floorDiv(-json.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }
}
