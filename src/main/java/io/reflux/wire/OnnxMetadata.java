package io.reflux.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What an ONNX model says of itself, {@code metadata_props}, read without running it. */
public final class OnnxMetadata {
  /** Of a model: an entry with a key, field 1, and a value, field 2. */
  private static final int ENTRY = 14;

  private static final int KEY = 1;
  private static final int VALUE = 2;

  private OnnxMetadata() {}

  /**
   * All of it, by its keys.
   *
   * @throws IOException if the file can't be read, or is no message
   */
  public static Map<String, String> of(Path file) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      in.setSizeLimit(Integer.MAX_VALUE);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == ENTRY) {
          add(in.readBytes().newCodedInput(), all);
        } else {
          in.skipField(tag);
        }
      }
    }
    return all;
  }

  private static void add(CodedInputStream in, Map<String, String> all) throws IOException {
    String key = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case KEY -> key = in.readString();
        case VALUE -> value = in.readString();
        default -> in.skipField(tag);
      }
    }
    all.put(key, value);
  }
}
