package io.reflux.evaluate;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Embeddings kept in a safetensors file, for reports and for other programs.
 *
 * @param set the embeddings and labels: {@code embeddings} (n, d) and {@code labels} (n)
 * @param exampleIds the index of each row's example in its split, also (n)
 */
public record EmbeddingFile(EmbeddingSet set, int[] exampleIds) {

  /** Checks that there is an example for each row. */
  public EmbeddingFile {
    if (exampleIds.length != set.count()) {
      throw new IllegalArgumentException(
          String.format("examples: %d (expected: %d)", exampleIds.length, set.count()));
    }
  }

  /**
   * Where the gallery's embeddings are kept, if queries' are kept in a file and it is not theirs.
   */
  public static Path ofGallery(Path queries) {
    return queries.resolveSibling("gallery").resolve(queries.getFileName());
  }

  /**
   * The rows of some examples, in their order.
   *
   * @throws IOException if one of them is not here
   */
  public EmbeddingSet rowsOf(int[] examples) throws IOException {
    Map<Integer, Integer> rows = new HashMap<>();
    for (int row = 0; row < exampleIds.length; row++) {
      rows.put(exampleIds[row], row);
    }
    int[] which = new int[examples.length];
    for (int i = 0; i < which.length; i++) {
      Integer row = rows.get(examples[i]);
      if (row == null) {
        throw new IOException("no embedding of example " + examples[i]);
      }
      which[i] = row;
    }
    return EmbeddingSet.of(set, set.labels(), which);
  }

  /** Writes a file: whole or not at all. */
  public void write(Path file) throws IOException {
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put("embeddings", HostTensor.of(set.values(), set.count(), set.size()));
    tensors.put("labels", whole(set.labels()));
    tensors.put("examples", whole(exampleIds));
    new SafetensorsFile(new NamedTensors(tensors), Map.of()).write(file);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is damaged or holds something else
   */
  public static EmbeddingFile read(Path file) throws IOException {
    NamedTensors tensors = SafetensorsFile.read(file).tensors();
    for (String name : new String[] {"embeddings", "labels", "examples"}) {
      if (tensors.find(name).isEmpty()) {
        throw new IOException(file + ": no tensor " + name + " (expected: a file of embeddings)");
      }
    }
    HostTensor rows = tensors.get("embeddings");
    long[] shape = rows.shape();
    int[] labels = ints(tensors.get("labels"));
    int[] examples = ints(tensors.get("examples"));
    if (shape.length != 2 || labels.length != shape[0] || examples.length != shape[0]) {
      throw new IOException(
          String.format(
              "%s: embeddings %s, %d labels, %d examples (expected: one of each a row)",
              file, Arrays.toString(shape), labels.length, examples.length));
    }
    return new EmbeddingFile(
        new EmbeddingSet(rows.floats(), Math.toIntExact(shape[1]), labels), examples);
  }

  private static HostTensor whole(int[] values) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asIntBuffer().put(values);
    return new HostTensor(ElementType.INT32, new long[] {values.length}, data);
  }

  private static int[] ints(HostTensor tensor) {
    IntBuffer from = tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    int[] values = new int[from.remaining()];
    from.get(values);
    return values;
  }
}
