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
 * @param metadata free words about them; without the checksum that the file may carry
 */
public record SafetensorsFile(NamedTensors tensors, Map<String, String> metadata) {

  /** Copies the metadata. */
  public SafetensorsFile {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Maps a file; the values are read from the disk as they are touched.
   *
   * @throws WeightsException if the file breaks the format anywhere, or holds a checksum of ours
   *     and something else than what was written
   */
  public static SafetensorsFile read(Path file) throws IOException {
    return new SafetensorsReader(file).read();
  }

  /** Writes a file, whole or not at all, with a checksum that {@link #read} looks at. */
  public void write(Path file) throws IOException {
    Map<String, String> more = new LinkedHashMap<>(metadata);
    more.put(TensorsChecksum.KEY, TensorsChecksum.of(this));
    new SafetensorsFile(tensors, more).writeAlone(file);
  }

  /** The same without a checksum, for those who keep one of the whole file elsewhere. */
  public void writeAlone(Path file) throws IOException {
    DurableFile.write(file, channel -> SafetensorsWriter.write(this, channel));
  }
}
