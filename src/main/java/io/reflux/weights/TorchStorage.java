package io.reflux.weights;

import io.reflux.engine.ElementType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row of elements in a checkpoint, of which tensors are views. */
final class TorchStorage {
  private static final Map<String, ElementType> CLASSES = new HashMap<>();

  static {
    CLASSES.put("DoubleStorage", ElementType.FLOAT64);
    CLASSES.put("FloatStorage", ElementType.FLOAT32);
    CLASSES.put("HalfStorage", ElementType.FLOAT16);
    CLASSES.put("BFloat16Storage", ElementType.BFLOAT16);
    CLASSES.put("LongStorage", ElementType.INT64);
    CLASSES.put("IntStorage", ElementType.INT32);
    CLASSES.put("ShortStorage", ElementType.INT16);
    CLASSES.put("CharStorage", ElementType.INT8);
    CLASSES.put("ByteStorage", ElementType.UINT8);
    CLASSES.put("BoolStorage", ElementType.BOOL);
  }

  private final ElementType type;
  private final long count;
  private @Nullable ByteBuffer data;

  /** A storage whose data follows. */
  TorchStorage(ElementType type, long count) {
    this.type = type;
    this.count = count;
  }

  /** The element type of a storage class, as {@code torch.FloatStorage}. */
  static Optional<ElementType> type(String className) {
    String name = className.replaceFirst("^torch\\.(cuda\\.)?", "");
    return Optional.ofNullable(CLASSES.get(name));
  }

  /** True for the name of any of torch's storage classes, also one without an element type here. */
  static boolean isClass(String name) {
    return name.matches("torch\\.(cuda\\.)?[A-Za-z0-9]+Storage");
  }

  /** The type's name in Python, as {@code float32}. */
  static String pythonName(ElementType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  ElementType type() {
    return type;
  }

  /** How many elements it has. */
  long count() {
    return count;
  }

  void fill(ByteBuffer bytes) {
    data = bytes;
  }

  boolean isFilled() {
    return data != null;
  }

  ByteBuffer data() {
    if (data == null) {
      throw new IllegalStateException("storage: no data yet (expected: filled by the reader)");
    }
    return data;
  }
}
