package io.reflux.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The golden checkpoint files, and their expected values as numbers. */
final class GoldenCheckpoints {
  static final Path FOLDER = Path.of("src/test/resources/golden/checkpoints");
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenCheckpoints() {}

  /** The file names of one format: {@code zip}, {@code legacy} or {@code safetensors}. */
  static Stream<String> files(String ending) throws IOException {
    JsonNode index = JSON.readTree(FOLDER.resolve("index.json").toFile());
    return StreamSupport.stream(index.path("files").spliterator(), false)
        .map(file -> file.path("file").textValue())
        .filter(file -> file.endsWith(ending));
  }

  /** The {@code expected} object of a file. */
  static JsonNode expected(String file) throws IOException {
    return JSON.readTree(FOLDER.resolve(file + ".expected.json").toFile()).path("expected");
  }

  /** The type's name in the golden files. */
  static String dtype(ElementType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** A tensor's values as the golden files write them. */
  static List<Object> values(HostTensor tensor) {
    ByteBuffer data = tensor.data();
    List<Object> values = new ArrayList<>();
    for (int at = 0; at < data.limit(); at += tensor.type().bytes()) {
      values.add(value(tensor.type(), data, at));
    }
    return values;
  }

  /** The expected values of a tensor in the tree, in the same terms. */
  static List<Object> values(JsonNode tensor) {
    List<Object> values = new ArrayList<>();
    boolean floating = tensor.path("dtype").textValue().contains("float");
    for (JsonNode value : tensor.path("data")) {
      if (value.isBoolean()) {
        values.add(value.booleanValue());
      } else if (floating) {
        values.add(Double.valueOf(value.asText().replace("inf", "Infinity").replace("nan", "NaN")));
      } else {
        values.add(value.longValue());
      }
    }
    return values;
  }

  private static Object value(ElementType type, ByteBuffer data, int at) {
    return switch (type) {
      case FLOAT64 -> data.getDouble(at);
      case FLOAT32 -> (double) data.getFloat(at);
      case FLOAT16 -> half(data.getShort(at));
      case BFLOAT16 -> (double) Float.intBitsToFloat(data.getShort(at) << 16);
      case INT64 -> data.getLong(at);
      case INT32 -> (long) data.getInt(at);
      case INT16 -> (long) data.getShort(at);
      case INT8 -> (long) data.get(at);
      case UINT8 -> (long) (data.get(at) & 0xFF);
      case BOOL -> data.get(at) != 0;
    };
  }

  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    double size =
        exponent == 0x1F
            ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
            : exponent == 0
                ? Math.scalb((double) fraction, -24)
                : Math.scalb(1 + fraction / 1024.0, exponent - 15);
    return bits < 0 ? -size : size;
  }
}
