package io.reflux.engine;

import ai.djl.ndarray.types.DataType;

/** The element types of tensors, as safetensors names them. */
public enum ElementType {
  FLOAT64("F64", 8, DataType.FLOAT64),
  FLOAT32("F32", 4, DataType.FLOAT32),
  FLOAT16("F16", 2, DataType.FLOAT16),
  /** Lives in files and inside programs only: DJL aborts the process when handed one. */
  BFLOAT16("BF16", 2, DataType.UNKNOWN),
  INT64("I64", 8, DataType.INT64),
  INT32("I32", 4, DataType.INT32),
  /** As {@link #BFLOAT16}. */
  INT16("I16", 2, DataType.UNKNOWN),
  INT8("I8", 1, DataType.INT8),
  UINT8("U8", 1, DataType.UINT8),
  BOOL("BOOL", 1, DataType.BOOLEAN);

  private final String safetensorsName;
  private final int bytes;
  private final DataType djl;

  ElementType(String safetensorsName, int bytes, DataType djl) {
    this.safetensorsName = safetensorsName;
    this.bytes = bytes;
    this.djl = djl;
  }

  /** The type's name in a safetensors header. */
  public String safetensorsName() {
    return safetensorsName;
  }

  /** The size of one element. */
  public int bytes() {
    return bytes;
  }

  DataType djl() {
    if (djl == DataType.UNKNOWN) {
      throw new IllegalArgumentException("element type: " + this + " (expected: one DJL knows)");
    }
    return djl;
  }

  static ElementType of(DataType type) {
    for (ElementType each : values()) {
      if (each.djl == type && type != DataType.UNKNOWN) {
        return each;
      }
    }
    throw new IllegalArgumentException("element type: " + type + " (expected: a known one)");
  }
}
