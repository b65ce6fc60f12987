package io.reflux.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A network as a graph: every node comes after those it reads.
 *
 * @param nodes the operations; the first is the input
 * @param outputs the nodes that can be asked for, by name, in the order of drawing
 */
record Graph(List<Node> nodes, Map<String, Integer> outputs) {

  /** The tensors of all operations, in the order of drawing, each once. */
  List<Key> keys() {
    Map<String, Key> keys = new LinkedHashMap<>();
    for (Node node : nodes) {
      node.operation().keys().forEach(key -> keys.putIfAbsent(key.name(), key));
    }
    return List.copyOf(keys.values());
  }

  /** What training leaves out, in the order of drawing. */
  List<Drop> drops() {
    return nodes.stream().flatMap(node -> node.operation().drop().stream()).toList();
  }

  /** The same without anything that training leaves out. */
  Graph settled() {
    return replacing(
        operation -> operation.drop().isPresent() ? Optional.empty() : Optional.of(operation));
  }

  /**
   * The same with other operations; where there is none, its first input goes on in its place.
   *
   * @param other of an operation
   */
  Graph replacing(Function<Operation, Optional<Operation>> other) {
    List<Node> replaced = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (Node node : nodes) {
      List<Integer> inputs = node.inputs().stream().map(places::get).toList();
      Optional<Operation> operation = other.apply(node.operation());
      if (operation.isPresent()) {
        places.add(replaced.size());
        replaced.add(new Node(operation.get(), inputs));
      } else {
        places.add(inputs.get(0));
      }
    }
    Map<String, Integer> named = new LinkedHashMap<>();
    outputs.forEach((name, node) -> named.put(name, places.get(node)));
    return new Graph(List.copyOf(replaced), named);
  }

  /**
   * The same with an operation after the one of a kind, whose outputs keep what they name.
   *
   * @param before true of the operation that it comes after, which there is once
   */
  Graph inserting(Operation further, Predicate<Operation> before) {
    List<Node> more = new ArrayList<>();
    int place = -1;
    for (int i = 0; i < nodes.size(); i++) {
      int split = place;
      List<Integer> inputs =
          nodes.get(i).inputs().stream()
              .map(input -> split >= 0 && input >= split ? input + 1 : input)
              .toList();
      more.add(new Node(nodes.get(i).operation(), inputs));
      if (place < 0 && before.test(nodes.get(i).operation())) {
        place = i;
        more.add(new Node(further, List.of(i)));
      }
    }
    int split = place;
    if (split < 0) {
      throw new IllegalArgumentException("operation: none to come after (expected: one)");
    }
    Map<String, Integer> named = new LinkedHashMap<>();
    outputs.forEach((name, node) -> named.put(name, node > split ? node + 1 : node));
    return new Graph(List.copyOf(more), named);
  }

  /** The nodes that the named outputs depend on, in order. */
  List<Integer> needed(List<String> names) {
    TreeSet<Integer> needed = new TreeSet<>();
    List<Integer> open = new ArrayList<>(names.stream().map(this::node).toList());
    while (!open.isEmpty()) {
      int next = open.remove(open.size() - 1);
      if (needed.add(next)) {
        open.addAll(nodes.get(next).inputs());
      }
    }
    return List.copyOf(needed);
  }

  /**
   * The most numbers that results hold at one time, each from its making to its last use.
   *
   * @param shapes of all results
   * @param names of the outputs that are asked for, which are held to the end
   */
  long held(List<long[]> shapes, List<String> names) {
    List<Integer> order = needed(names);
    Map<Integer, Integer> lastUse = new LinkedHashMap<>();
    order.forEach(node -> nodes.get(node).inputs().forEach(input -> lastUse.put(input, node)));
    names.forEach(name -> lastUse.put(node(name), nodes.size()));
    long held = 0;
    long most = 0;
    for (int node : order) {
      List<Integer> over =
          nodes.get(node).inputs().stream()
              .distinct()
              .filter(input -> lastUse.getOrDefault(input, -1) == node)
              .toList();
      long own = Network.product(shapes.get(node), 0);
      long freed = over.stream().mapToLong(in -> Network.product(shapes.get(in), 0)).sum();
      Operation operation = nodes.get(node).operation();
      boolean inPlace = operation instanceof Rectifier || operation instanceof BatchNorm;
      most = Math.max(most, held + (inPlace ? 0 : own));
      held += own - freed;
      most = Math.max(most, held);
    }
    return most;
  }

  /** The only side that images may have, in pixels, if anything here asks for one. */
  OptionalInt onlySide() {
    return nodes.stream()
        .map(node -> node.operation().onlySide())
        .flatMapToInt(OptionalInt::stream)
        .findFirst();
  }

  /** The node of a named output. */
  int node(String output) {
    Integer node = outputs.get(output);
    if (node == null) {
      throw new IllegalArgumentException(
          "output: " + output + " (expected: one of " + String.join(", ", outputs.keySet()) + ")");
    }
    return node;
  }

  /** The shape of every named output for a shape of the input. */
  Map<String, long[]> shapes(long... input) {
    List<long[]> shapes = allShapes(input);
    Map<String, long[]> named = new LinkedHashMap<>();
    outputs.forEach((name, node) -> named.put(name, shapes.get(node)));
    return named;
  }

  /** The shape of every node's result for a shape of the input. */
  List<long[]> allShapes(long... input) {
    List<long[]> shapes = new ArrayList<>();
    for (Node node : nodes) {
      List<long[]> inputs =
          node.inputs().isEmpty()
              ? List.of(input)
              : node.inputs().stream().map(shapes::get).toList();
      shapes.add(node.operation().shape(inputs));
    }
    return List.copyOf(shapes);
  }
}
