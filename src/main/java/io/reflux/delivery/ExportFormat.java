package io.reflux.delivery;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A form in which a trained model leaves. */
public enum ExportFormat {
  /** A TorchScript archive: pixels in, embedding out. */
  TORCHSCRIPT("torchscript", ".pt"),
  /** The weights alone, by the network's keys. */
  SAFETENSORS("safetensors", ".safetensors"),
  /** An ONNX model: pixels in, embedding out, in float32. */
  ONNX("onnx", ".onnx"),
  /** A folder that DJL loads as a model: the archive, and what DJL has to know. */
  DJL("djl", "-djl");

  private final String word;
  private final String ending;

  ExportFormat(String word, String ending) {
    this.word = word;
    this.ending = ending;
  }

  /** All formats by the names that files and the command line use. */
  public static Map<String, ExportFormat> names() {
    Map<String, ExportFormat> names = new LinkedHashMap<>();
    for (ExportFormat each : values()) {
      names.put(each.word, each);
    }
    return Collections.unmodifiableMap(names);
  }

  /** The names of all formats, in a sentence. */
  public static String words() {
    return Arrays.stream(values()).map(each -> each.word).collect(Collectors.joining(", "));
  }

  /** The name on the command line. */
  public String word() {
    return word;
  }

  /** What a file or folder of this format ends with. */
  String ending() {
    return ending;
  }
}
