package io.reflux.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one safetensors file: a length, a JSON header, and data that the header covers exactly. */
final class SafetensorsReader {
  private static final int LENGTH_BYTES = 8;
  private static final long MAX_HEADER_BYTES = 100_000_000;
  private static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path path;
  private final MappedFile file;
  private long dataStart;

  SafetensorsReader(Path path) throws IOException {
    this.path = path;
    this.file = MappedFile.open(path);
  }

  SafetensorsFile read() throws IOException {
    JsonNode header = header();
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        readMetadata(field.getValue(), metadata);
      } else {
        entries.add(entry(field.getKey(), field.getValue()));
      }
    }
    checkCoverage(entries);
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      tensors.put(
          entry.name,
          new HostTensor(
              entry.type,
              entry.shape,
              file.slice(dataStart + entry.begin, entry.end - entry.begin)));
    }
    String checksum = metadata.remove(TensorsChecksum.KEY);
    SafetensorsFile read = new SafetensorsFile(new NamedTensors(tensors), metadata);
    if (checksum != null) {
      check(read, checksum);
    }
    return read;
  }

  private void check(SafetensorsFile read, String written) throws WeightsException {
    String found = TensorsChecksum.of(read);
    if (!found.equals(written)) {
      throw refused(
          "damaged since it was written: CRC-32C " + found + " (expected: " + written + ")");
    }
  }

  private JsonNode header() throws IOException {
    if (file.size() < LENGTH_BYTES) {
      throw refused("too short: " + file.size() + " bytes (expected: at least 8)");
    }
    long length = file.slice(0, LENGTH_BYTES).getLong(0);
    long most = Math.min(MAX_HEADER_BYTES, file.size() - LENGTH_BYTES);
    if (length < 0 || length > most) {
      throw refused(
          "header length: " + Long.toUnsignedString(length) + " (expected: at most " + most + ")");
    }
    dataStart = LENGTH_BYTES + length;
    byte[] bytes = new byte[(int) length];
    file.slice(LENGTH_BYTES, length).get(bytes);
    try {
      // As text: of bytes the parser would guess the encoding.
      JsonNode header =
          JSON.readTree(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
      if (!header.isObject()) {
        throw refused("header: " + header.getNodeType() + " (expected: a JSON object)");
      }
      return header;
    } catch (CharacterCodingException e) {
      throw refused("header: bytes that are no UTF-8 (expected: a JSON object)");
    } catch (JsonProcessingException e) {
      throw refused("header: " + e.getOriginalMessage() + " (expected: a JSON object)");
    }
  }

  private void readMetadata(JsonNode node, Map<String, String> metadata) throws WeightsException {
    if (!node.isObject()) {
      throw refused(METADATA + ": " + node + " (expected: an object of strings)");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw refused(METADATA + "." + field.getKey() + " (expected: a string)");
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
  }

  private Entry entry(String name, JsonNode node) throws WeightsException {
    ElementType type = type(name, node.path("dtype"));
    long[] shape = longs(name, "shape", node.path("shape"));
    long[] offsets = longs(name, "data_offsets", node.path("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw refused(name, "data_offsets", node.path("data_offsets"), "[begin, end]");
    }
    long available = file.size() - dataStart;
    if (offsets[1] > available) {
      throw refused(name, "data_offsets", node.path("data_offsets"), "up to " + available);
    }
    long bytes = offsets[1] - offsets[0];
    if (size(type, shape) != bytes) {
      throw refused(name, "shape", node.path("shape"), "one that fills its " + bytes + " bytes");
    }
    return new Entry(name, type, shape, offsets[0], offsets[1]);
  }

  private ElementType type(String name, JsonNode node) throws WeightsException {
    for (ElementType type : ElementType.values()) {
      if (type.safetensorsName().equals(node.textValue())) {
        return type;
      }
    }
    List<String> known = new ArrayList<>();
    for (ElementType type : ElementType.values()) {
      known.add(type.safetensorsName());
    }
    throw refused(name, "dtype", node, "one of " + String.join(", ", known));
  }

  private long[] longs(String name, String field, JsonNode node) throws WeightsException {
    boolean fits = node.isArray();
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(i);
      fits &= value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
      values[i] = value.longValue();
    }
    if (!fits) {
      throw refused(name, field, node, "a list of whole numbers >= 0");
    }
    return values;
  }

  /** The bytes that a shape asks for; -1 if they are more than any file has. */
  private static long size(ElementType type, long[] shape) {
    try {
      long size = type.bytes();
      for (long dimension : shape) {
        size = Math.multiplyExact(size, dimension);
      }
      return size;
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  private void checkCoverage(List<Entry> entries) throws WeightsException {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : sorted) {
      if (entry.begin != covered) {
        throw refused(
            entry.name
                + ": starts at byte "
                + entry.begin
                + (entry.begin > covered ? ", after a hole" : ", inside another tensor")
                + " (expected: "
                + covered
                + ")");
      }
      covered = entry.end;
    }
    if (covered != file.size() - dataStart) {
      throw refused(
          (file.size() - dataStart - covered) + " bytes after the last tensor (expected: none)");
    }
  }

  private WeightsException refused(String name, String field, JsonNode found, String expected) {
    String value = found.isMissingNode() ? "missing" : found.toString();
    return refused(name + "." + field + ": " + value + " (expected: " + expected + ")");
  }

  private WeightsException refused(String problem) {
    return new WeightsException(path, problem);
  }

  private record Entry(String name, ElementType type, long[] shape, long begin, long end) {}
}
