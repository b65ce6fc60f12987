package io.reflux.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Draws a network: every method adds an operation and answers what comes out of it. Names are keys
 * of the state dictionary, below the prefix.
 */
final class GraphBuilder {
  private final List<Node> nodes;
  private final Map<String, Integer> outputs;
  private final String prefix;
  private final Key.Part part;
  private final Habits habits;

  private GraphBuilder(
      List<Node> nodes, Map<String, Integer> outputs, String prefix, Key.Part part, Habits habits) {
    this.nodes = nodes;
    this.outputs = outputs;
    this.prefix = prefix;
    this.part = part;
    this.habits = habits;
  }

  /** An empty drawing. */
  static GraphBuilder blank() {
    return new GraphBuilder(
        new ArrayList<>(), new LinkedHashMap<>(), "", Key.Part.BACKBONE, Habits.RESIDUAL);
  }

  /** The same drawing, with more in front of the names. */
  GraphBuilder within(String more) {
    return new GraphBuilder(nodes, outputs, prefix + more, part, habits);
  }

  /** The same drawing, for another part of the network. */
  GraphBuilder drawing(Key.Part other) {
    return new GraphBuilder(nodes, outputs, prefix, other, habits);
  }

  /** The same drawing, for layers with other habits. */
  GraphBuilder with(Habits other) {
    return new GraphBuilder(nodes, outputs, prefix, part, other);
  }

  /** What was drawn, of which nothing is ever left out. */
  Graph graph() {
    return graph(DropRates.NONE);
  }

  /** What was drawn, of which training leaves out something. */
  Graph graph(DropRates rates) {
    return rates.in(new Graph(List.copyOf(nodes), new LinkedHashMap<>(outputs)));
  }

  /** True if there are branches beside an identity. */
  boolean hasBranches() {
    return !DropRates.blocks(new Graph(List.copyOf(nodes), Map.of())).isEmpty();
  }

  /** The images that go in. */
  Value image() {
    return add(new Image(), 3);
  }

  /** The vectors that go in. */
  Value vector(int components) {
    return add(new Vector(components), components);
  }

  /** A convolution without a bias. */
  Value conv(String name, Value x, int out, Window window) {
    return conv(name, x, new Filters(out, window, 1, false));
  }

  /** A convolution. */
  Value conv(String name, Value x, Filters filters) {
    int side = filters.window().side();
    int in = x.channels() / filters.groups();
    Key weight =
        key(name + ".weight", Key.Kind.WEIGHT, habits.filters(), filters.out(), in, side, side);
    Key bias =
        filters.bias() ? key(name + ".bias", Key.Kind.WEIGHT, Initial.ZEROS, filters.out()) : null;
    return add(new Conv(weight, bias, filters.window(), filters.groups()), filters.out(), x);
  }

  /** Batch norm. */
  Value norm(String name, Value x) {
    return add(normOf(name, x.channels()), x.channels(), x);
  }

  private BatchNorm normOf(String name, long size) {
    return new BatchNorm(
        key(name + ".weight", Key.Kind.NORM_WEIGHT, Initial.ONES, size),
        key(name + ".bias", Key.Kind.NORM_WEIGHT, Initial.ZEROS, size),
        key(name + ".running_mean", Key.Kind.NORM_STATISTIC, Initial.ZEROS, size),
        key(name + ".running_var", Key.Kind.NORM_STATISTIC, Initial.ONES, size),
        key(name + ".num_batches_tracked", Key.Kind.NORM_COUNT, Initial.ZEROS),
        habits.norm());
  }

  /** max(x, 0). */
  Value relu(Value x) {
    return add(new Rectifier(false), x.channels(), x);
  }

  /** min(max(x, 0), 6). */
  Value relu6(Value x) {
    return add(new Rectifier(true), x.channels(), x);
  }

  /** The maximum over a window. */
  Value maxPool(Value x, Window window, boolean ceiling) {
    return add(new Pool(Pool.Kind.MAXIMUM, window, ceiling), x.channels(), x);
  }

  /** The mean over a window, padding counted as zeros. */
  Value averagePool(Value x, Window window, boolean ceiling) {
    return add(new Pool(Pool.Kind.AVERAGE, window, ceiling), x.channels(), x);
  }

  /** The sum of two maps, that of a branch and the identity beside it. */
  Value sum(Value branch, Value identity) {
    Value kept = add(Drop.branch(identity.node(), 2), branch.channels(), branch);
    return add(new Sum(), branch.channels(), kept, identity);
  }

  /**
   * A branch added to the stream of a block, in the exact type.
   *
   * @param drop how the branch can be left out
   */
  Value residual(Drop drop, Value branch, Value stream) {
    Value kept = add(drop, branch.channels(), branch);
    return add(new Residual(), branch.channels(), kept, stream);
  }

  /** Maps, or vectors, one after the other. */
  Value concat(Value... maps) {
    int channels = Arrays.stream(maps).mapToInt(Value::channels).sum();
    return add(new Concat(), channels, maps);
  }

  /** A linear layer. */
  Value linear(String name, Value x, Units units) {
    Key weight = key(name + ".weight", Key.Kind.WEIGHT, units.weight(), units.out(), x.channels());
    Initial first = units.bias();
    Key bias = first == null ? null : key(name + ".bias", Key.Kind.WEIGHT, first, units.out());
    return add(new Linear(weight, bias), units.out(), x);
  }

  /** Rows of length 1. */
  Value unitLength(Value x) {
    return add(new UnitLength(), x.channels(), x);
  }

  /** Names what can be asked for. */
  Value output(String name, Value x) {
    outputs.put(name, x.node());
    return x;
  }

  /** What stands before the names here. */
  String prefix() {
    return prefix;
  }

  /** Images normalised for ImageNet, scaled to -1 … 1 instead. */
  Value fromImageNetToHalves(Value image) {
    return add(new ChannelScale(), image.channels(), image);
  }

  /** A 1×1 convolution with batch norm of the original that nothing here reads. */
  void unusedConv(String conv, String norm, int in, int out) {
    GraphBuilder unused = drawing(Key.Part.UNUSED);
    List<Key> keys = new ArrayList<>();
    keys.add(unused.key(conv + ".weight", Key.Kind.WEIGHT, habits.filters(), out, in, 1, 1));
    keys.addAll(unused.normOf(norm, out).keys());
    add(new Unused(keys), out);
  }

  /** A token of the original, (1, width), that nothing here reads. */
  void unusedToken(String name, int width) {
    Initial start = Initial.ZEROS;
    Key token = drawing(Key.Part.UNUSED).key(name, Key.Kind.WEIGHT, start, 1, width);
    add(new Unused(List.of(token)), width);
  }

  /** A linear layer of the original that nothing here reads. */
  void unusedLinear(String name, int in, int out) {
    GraphBuilder unused = drawing(Key.Part.UNUSED);
    add(
        new Unused(
            List.of(
                unused.key(name + ".weight", Key.Kind.WEIGHT, Initial.UNIFORM_FAN_IN, out, in),
                unused.key(name + ".bias", Key.Kind.WEIGHT, Initial.ZEROS, out))),
        out);
  }

  /**
   * The filters of a convolution.
   *
   * @param out how many
   * @param window their side, stride and padding
   * @param groups into how many groups channels are split
   * @param bias true if a bias is added
   */
  record Filters(int out, Window window, int groups, boolean bias) {}

  /**
   * The units of a linear layer.
   *
   * @param out how many
   * @param weight where the weight starts
   * @param bias where the bias starts; none if there is no bias
   */
  record Units(int out, Initial weight, @Nullable Initial bias) {}

  /**
   * Adds an operation of any kind.
   *
   * @param channels how many channels or components come out
   */
  Value add(Operation operation, int channels, Value... inputs) {
    nodes.add(new Node(operation, Arrays.stream(inputs).map(Value::node).toList()));
    return new Value(nodes.size() - 1, channels);
  }

  /** The key of a tensor, its name below the prefix. */
  Key key(String name, Key.Kind kind, Initial initial, long... shape) {
    return new Key(prefix + name, shape, kind, part, initial);
  }
}
