package io.reflux.network;

import io.reflux.chance.Chance;
import io.reflux.engine.HostTensor;
import io.reflux.engine.ScriptArchive;
import io.reflux.setting.InputException;
import io.reflux.wire.OnnxModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A described network: its keys, its shapes, and the programs it can be lowered to.
 *
 * @param graph the drawing
 * @param normalization how its pixels are scaled
 * @param freeze what of batch norm stands still while it trains
 */
public record Network(Graph graph, Normalization normalization, NormFreeze freeze) {
  private static final int ANY_SIDE = 224;
  private static final String MASK_TOKEN = "mask_token";

  /** A side of images that pass, in pixels: for what doesn't depend on it. */
  public int someSide() {
    return graph.onlySide().orElse(ANY_SIDE);
  }

  /** The only side of images that pass, in pixels; 0 if any does that is large enough. */
  int onlySide() {
    return graph.onlySide().orElse(0);
  }

  /** All tensors, in the order of drawing. */
  public List<Key> keys() {
    return graph.keys();
  }

  /**
   * How many depths of the network lie between each tensor, by its key, and the embedding: blocks
   * of a transformer, stages of a convolutional network.
   */
  public Map<String, Integer> depthsBelow() {
    return LayerDepths.below(graph);
  }

  /** The same network, of which training leaves nothing out. */
  public Network settled() {
    return new Network(graph.settled(), normalization, freeze);
  }

  /**
   * The same network of which some patches are hidden behind its mask token: those whose number,
   * counted over all images of a batch, leaves a rest.
   *
   * @param every the divisor
   * @param rest of the numbers of hidden patches, from 0
   * @throws IllegalArgumentException if it has no mask token
   */
  public Network hidingPatches(int every, int rest) {
    Key token =
        keys().stream()
            .filter(key -> key.name().equals(MASK_TOKEN))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("mask_token: none (expected: one)"));
    Operation hidden = new HiddenTokens(token, every, rest);
    Graph hiding = graph.inserting(hidden, MapTokens.class::isInstance);
    return new Network(hiding, normalization, freeze);
  }

  /** The names of what a program of this network can answer. */
  public List<String> outputs() {
    return List.copyOf(graph.outputs().keySet());
  }

  /** First weights, which depend on the chance and each tensor's key alone. */
  public Map<String, HostTensor> initialWeights(Chance chance) {
    return KeyedTensors.draw(keys(), chance);
  }

  /**
   * The shape of one row of every output, for square images.
   *
   * @throws InputException if images of that side don't pass through the network
   */
  public Map<String, long[]> rowShapes(int side) {
    Map<String, long[]> rows = new LinkedHashMap<>();
    outputShapes(side)
        .forEach((name, shape) -> rows.put(name, Arrays.copyOfRange(shape, 1, shape.length)));
    return rows;
  }

  /** The embedding size: of all parts together, or of the pooled vector if no layer follows it. */
  public long embeddingSize() {
    return Objects.requireNonNull(outputShapes(someSide()).get(EmbeddingHead.OUTPUT))[1];
  }

  /**
   * The shape of every output for one square image.
   *
   * @throws InputException if images of that side don't pass through the network
   */
  public Map<String, long[]> outputShapes(int side) {
    return graph.shapes(1, 3, side, side);
  }

  /** How many numbers all its tensors have. */
  public long weights() {
    return keys().stream().mapToLong(key -> product(key.shape(), 0)).sum();
  }

  /**
   * How many numbers a training step keeps of one image, roughly: the results of all operations
   * that the outputs need. A rectifier's isn't counted: it is written over what it reads.
   *
   * @param side of the image, in pixels
   */
  public long keptOfARow(int side, Collection<String> needed) {
    List<long[]> shapes = graph.allShapes(1, 3, side, side);
    return graph.needed(List.copyOf(needed)).stream()
        .filter(node -> !(graph.nodes().get(node).operation() instanceof Rectifier))
        .mapToLong(node -> product(shapes.get(node), 0))
        .sum();
  }

  /**
   * How many numbers a program that only answers has of one image at once, at most, roughly: what
   * an operation reads or somebody still needs, and what it makes. What norms and rectifiers make
   * is written over what they read.
   *
   * @param side of the image, in pixels
   */
  public long heldOfARow(int side, Collection<String> needed) {
    return graph.held(graph.allShapes(1, 3, side, side), List.copyOf(needed));
  }

  /**
   * True if batch norm, on the way to some outputs, takes statistics over one place of each image:
   * of a single image they are none.
   *
   * @param side of the images, in pixels
   */
  public boolean normsSinglePlaces(int side, Collection<String> needed) {
    if (freeze != NormFreeze.NONE) {
      return false;
    }
    List<long[]> shapes = graph.allShapes(1, 3, side, side);
    return graph.needed(List.copyOf(needed)).stream()
        .filter(node -> graph.nodes().get(node).operation() instanceof BatchNorm)
        .anyMatch(node -> product(shapes.get(node), 2) == 1);
  }

  static long product(long[] shape, int from) {
    return Arrays.stream(shape).skip(from).reduce(1, (a, b) -> a * b);
  }

  /**
   * Writes a program.
   *
   * @param lowering what it is for
   * @param weights a tensor for each of {@link #keys()}; others are left alone
   * @param file where to; replaced if it is there
   * @throws IllegalArgumentException if a tensor is missing or has another shape than its key
   */
  public void lower(Lowering lowering, Map<String, HostTensor> weights, Path file)
      throws IOException {
    lower(lowering, weights, file, Map.of());
  }

  /** As above, with notes: texts that the program carries under {@code extra/}, by name. */
  public void lower(
      Lowering lowering, Map<String, HostTensor> weights, Path file, Map<String, String> notes)
      throws IOException {
    ScriptArchive archive = Lowerer.archive(this, lowering, weights);
    notes.forEach(archive::extra);
    archive.write(file);
  }

  /**
   * Writes an ONNX model: batch norm folded, any number of images of any size that passes, its
   * preprocessing in its metadata.
   *
   * @param lowering for inference, in float32
   * @param weights a tensor for each of {@link #keys()} that the outputs need
   * @param file where to; replaced if it is there
   * @param notes further metadata
   */
  public void onnx(
      Lowering lowering, Map<String, HostTensor> weights, Path file, Map<String, String> notes)
      throws IOException {
    OnnxModel model = OnnxLowerer.lower(this, lowering, weights, notes);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.write(out);
    }
  }
}
