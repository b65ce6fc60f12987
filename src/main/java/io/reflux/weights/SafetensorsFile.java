package io.reflux.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a safetensors file holds.
 *
 * @param tensors the tensors, in the header's order
 * @param metadata free words about them
 */
public record SafetensorsFile(NamedTensors tensors, Map<String, String> metadata) {

  /** Copies the metadata. */
  public SafetensorsFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Maps a file; the values are read from the disk as they are touched.
   *
   * @throws WeightsException if the file breaks the format anywhere
   */
  public static SafetensorsFile read(Path file) throws IOException {
    return new SafetensorsReader(file).read();
  }

  /** Writes a file: whole or not at all. */
  public void write(Path file) throws IOException {
    DurableFile.write(file, channel -> SafetensorsWriter.write(this, channel));
  }
}
