package io.reflux.delivery;

import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Distance;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Neighbours;
import io.reflux.evaluate.Progress;
import io.reflux.weights.DurableFile;
import io.reflux.weights.FolderRemoval;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of embedded images in which near ones are found: {@code index.safetensors} with the
 * embeddings (n, d) and what the model makes of a drawn image, {@code names.txt} with a line a row,
 * and {@code graph/} if not every row is looked at.
 */
public final class ImageIndex implements AutoCloseable {
  private static final String FILE = "index.safetensors";
  private static final String NAMES = "names.txt";
  private static final String GRAPH = "graph";
  private static final String ROWS = "embeddings";
  private static final String PROBE = "probe";
  private static final String COSINE = "cosine";

  /** How far the embeddings of one image may lie apart that two forms of one model make. */
  private static final double SAME_MODEL = 0.02;

  private final EmbeddingSet rows;
  private final List<String> names;
  private final float[] probe;
  private final Distance distance;
  private final Optional<NeighbourGraph> graph;

  private ImageIndex(SafetensorsFile file, List<String> names, Optional<NeighbourGraph> graph) {
    HostTensor values = file.tensors().get(ROWS);
    int size = Math.toIntExact(values.shape()[1]);
    this.rows = new EmbeddingSet(values.floats(), size, new int[names.size()]);
    this.names = names;
    this.probe = file.tensors().get(PROBE).floats();
    this.distance = isCosine(file) ? Distance.COSINE : Distance.EUCLIDEAN;
    this.graph = graph;
  }

  private static boolean isCosine(SafetensorsFile file) {
    return Boolean.parseBoolean(file.metadata().get(COSINE));
  }

  /**
   * Writes an index: whole or not at all; another one there is replaced.
   *
   * @throws IOException if the folder is there and no index
   */
  public static void write(Path folder, Content content, IndexSettings settings)
      throws IOException {
    check(folder);
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    FolderRemoval.of(part);
    Files.createDirectories(part);
    EmbeddingSet rows = content.rows();
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    tensors.put(ROWS, HostTensor.of(rows.values(), rows.count(), rows.size()));
    tensors.put(PROBE, HostTensor.of(content.probe(), content.probe().length));
    Map<String, String> words = Map.of(COSINE, String.valueOf(settings.cosine()));
    new SafetensorsFile(new NamedTensors(tensors), words).write(part.resolve(FILE));
    String lines = String.join("\n", content.names()) + "\n";
    DurableFile.write(part.resolve(NAMES), lines.getBytes(StandardCharsets.UTF_8));
    if (settings.links().isPresent()) {
      EmbeddingSet near = settings.cosine() ? rows.ofLengthOne() : rows;
      NeighbourGraph.write(part.resolve(GRAPH), near, settings.links().orElseThrow());
    }
    FolderRemoval.of(folder);
    Files.move(part, folder);
  }

  /** True if a path is the folder of an index. */
  public static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * Looks whether an index may be written there.
   *
   * @throws IOException if something else than an index is there
   */
  public static void check(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.exists(folder.resolve(FILE))) {
      throw new IOException(folder + ": is there (expected: nothing, or an index)");
    }
  }

  /**
   * What an index holds.
   *
   * @param rows the embeddings
   * @param names of the image of each row
   * @param probe what {@link ModelProbe} makes of the model
   */
  public record Content(EmbeddingSet rows, List<String> names, float[] probe) {}

  /**
   * Opens an index.
   *
   * @throws IOException if it is missing or damaged
   */
  public static ImageIndex open(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IOException(folder + ": no index (expected: a folder that reflux index wrote)");
    }
    SafetensorsFile read = SafetensorsFile.read(file);
    List<String> names = Files.readAllLines(folder.resolve(NAMES));
    boolean whole = read.tensors().find(ROWS).isPresent() && read.tensors().find(PROBE).isPresent();
    if (!whole || read.tensors().get(ROWS).shape()[0] != names.size()) {
      throw new IOException(
          folder + ": " + names.size() + " names (expected: one for each of its embeddings)");
    }
    Path graph = folder.resolve(GRAPH);
    return new ImageIndex(
        read,
        names,
        Files.isDirectory(graph) ? Optional.of(NeighbourGraph.open(graph)) : Optional.empty());
  }

  /** How many images it holds. */
  public int count() {
    return rows.count();
  }

  /** True if not every row is looked at, so that near ones may be missed. */
  public boolean isGraph() {
    return graph.isPresent();
  }

  /** True if a model's probe is that of the model whose embeddings these are. */
  public boolean isOf(float[] other) {
    if (other.length != probe.length) {
      return false;
    }
    double largest = 0;
    double apart = 0;
    for (int i = 0; i < probe.length; i++) {
      largest = Math.max(largest, Math.abs(probe[i]));
      apart = Math.max(apart, Math.abs(probe[i] - other[i]));
    }
    return apart <= SAME_MODEL * largest;
  }

  /**
   * An image that was found.
   *
   * @param name its name
   * @param distance from the query: Euclidean, or one minus the cosine
   */
  public record Hit(String name, double distance) {}

  /**
   * The nearest images of each query, the nearest first.
   *
   * @param most how many of each
   * @param searched how many rows a graph's search keeps in sight
   */
  public List<List<Hit>> search(EmbeddingSet queries, int most, int searched) throws IOException {
    int[][] found = found(queries, Math.min(most, rows.count()), searched);
    List<List<Hit>> hits = new ArrayList<>();
    float[] query = new float[rows.size()];
    float[] row = new float[rows.size()];
    for (int i = 0; i < found.length; i++) {
      queries.read(i, 1, query);
      List<Hit> own = new ArrayList<>();
      for (int each : found[i]) {
        rows.read(each, 1, row);
        own.add(new Hit(names.get(each), distance.between(query, row)));
      }
      hits.add(own);
    }
    return hits;
  }

  private int[][] found(EmbeddingSet queries, int most, int searched) throws IOException {
    if (graph.isEmpty()) {
      Neighbours.Search search = new Neighbours.Search(most, distance, false, Progress.NONE);
      try (TensorScope scope = TensorScope.open("search", Device.CPU)) {
        return Neighbours.find(queries, rows, search, scope);
      }
    }
    EmbeddingSet near = distance == Distance.COSINE ? queries.ofLengthOne() : queries;
    int[][] found = new int[near.count()][];
    float[] query = new float[near.size()];
    for (int i = 0; i < found.length; i++) {
      near.read(i, 1, query);
      found[i] = graph.get().nearest(query, most, Math.max(most, searched));
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    if (graph.isPresent()) {
      graph.get().close();
    }
  }
}
