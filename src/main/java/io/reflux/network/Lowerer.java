package io.reflux.network;

import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.engine.MemoryLayout;
import io.reflux.engine.ScriptArchive;
import io.reflux.engine.ScriptTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lowers a network to a TorchScript archive. */
final class Lowerer {
  private final Graph graph;
  private final Lowering lowering;
  private final Network network;
  private final Map<String, HostTensor> weights;

  private Lowerer(
      Graph graph, Lowering lowering, Network network, Map<String, HostTensor> weights) {
    this.graph = graph;
    this.lowering = lowering;
    this.network = network;
    this.weights = weights;
  }

  /** Makes the archive of a network's graph. */
  static ScriptArchive archive(
      Network network, Lowering lowering, Map<String, HostTensor> weights) {
    Graph graph = network.graph();
    Map<String, HostTensor> values = weights;
    if (lowering.use().frozen()) {
      Folding.Result folded = Folding.fold(graph.settled(), weights);
      boolean lane = lowering.use() == Lowering.Use.LANE;
      boolean rounds = lowering.precision().compute() != lowering.precision().exact();
      graph = lane || rounds ? Fusing.fuse(folded.graph()) : folded.graph();
      values = folded.weights();
    }
    return new Lowerer(graph, lowering, network, values).archive();
  }

  private ScriptArchive archive() {
    Script script = new Script(lowering, network);
    Normalization normalization = network.normalization();
    List<String> body = body(script);
    ScriptArchive archive = new ScriptArchive();
    graph.keys().forEach(key -> addTensor(archive, key, script.stored()));
    if (lowering.input() == Lowering.Input.PIXELS) {
      archive.with(Script.OFFSET, constant(normalization.offset()));
      archive.with(Script.SCALE, constant(normalization.scale()));
    }
    int count = lowering.outputs().size();
    String result =
        count == 1
            ? "Tensor"
            : "Tuple[" + String.join(", ", Collections.nCopies(count, "Tensor")) + "]";
    boolean whole = lowering.parts() == 1;
    String given = whole ? "input: Tensor" : "inputs: List[Tensor]";
    if (!graph.drops().isEmpty()) {
      given += ", " + Drop.KEPT + (whole ? ": Tensor" : ": List[Tensor]");
      archive.dropped(
          graph.drops().stream()
              .flatMap(drop -> Collections.nCopies(drop.width(), drop.rate()).stream())
              .toList());
    }
    archive.method("forward(" + given + ") -> " + result, body);
    script.methodsInto(archive);
    archive.version(script.version());
    if (!script.gathered().isEmpty()) {
      archive.gathered(script.gathered());
    }
    return archive.outputs(lowering.outputs());
  }

  private List<String> body(Script script) {
    List<Integer> needed = graph.needed(lowering.outputs());
    Map<Integer, List<Integer>> readers = readers(needed);
    Map<Integer, List<String>> variables = new HashMap<>();
    for (int place : needed) {
      Node node = graph.nodes().get(place);
      script.overwritable(
          node.inputs().stream().map(input -> overwritable(place, input, readers)).toList());
      List<List<String>> inputs = new ArrayList<>();
      for (int part = 0; part < lowering.parts(); part++) {
        int number = part;
        inputs.add(node.inputs().stream().map(input -> of(variables, input).get(number)).toList());
      }
      variables.put(place, node.operation().scripts(script, inputs));
    }
    return script.returning(
        lowering.outputs().stream().map(name -> of(variables, graph.node(name))).toList());
  }

  private static List<String> of(Map<Integer, List<String>> variables, int place) {
    return Objects.requireNonNull(variables.get(place));
  }

  private boolean overwritable(int place, int input, Map<Integer, List<Integer>> readers) {
    List<Integer> all = readers.getOrDefault(input, List.of());
    if (lowering.use().frozen()) {
      // Nothing is kept for a backward pass: the last reader may write over what it reads.
      boolean callers = graph.nodes().get(input).inputs().isEmpty();
      return all.get(all.size() - 1) == place && !callers;
    }
    return all.size() == 1 && graph.nodes().get(input).operation().overwritable();
  }

  /** Who reads each result, in order; the program's answer counts as the last reader. */
  private Map<Integer, List<Integer>> readers(List<Integer> needed) {
    Map<Integer, List<Integer>> readers = new LinkedHashMap<>();
    for (int place : needed) {
      for (int input : graph.nodes().get(place).inputs()) {
        readers.computeIfAbsent(input, i -> new ArrayList<>()).add(place);
      }
    }
    for (String name : lowering.outputs()) {
      readers.computeIfAbsent(graph.node(name), i -> new ArrayList<>()).add(Integer.MAX_VALUE);
    }
    return readers;
  }

  private void addTensor(ScriptArchive archive, Key key, Map<String, ElementType> stored) {
    boolean training = lowering.use() == Lowering.Use.TRAINING;
    boolean read = stored.containsKey(key.name());
    if (!read && !training) {
      return;
    }
    ElementType usual = key.type(lowering.precision().exact());
    HostTensor value = KeyedTensors.of(weights, key);
    ElementType type = stored.getOrDefault(key.name(), usual);
    MemoryLayout layout = key.isFilters() ? MemoryLayout.CHANNELS_LAST : MemoryLayout.ROW_MAJOR;
    archive.with(key.name(), new ScriptTensor(cast(key, value, type), role(key, read), layout));
  }

  private HostTensor cast(Key key, HostTensor value, ElementType type) {
    boolean filters = key.isFilters() && lowering.use().frozen();
    return filters && type == ElementType.BFLOAT16 ? Rounding.toBfloat16(value) : value.to(type);
  }

  private ScriptTensor.Role role(Key key, boolean read) {
    if (!key.kind().learns() && lowering.use() != Lowering.Use.LANE) {
      return ScriptTensor.Role.BUFFER;
    }
    boolean still = key.kind().ofNorm() && network.freeze() == NormFreeze.ALL;
    if (lowering.use() == Lowering.Use.LANE) {
      return ScriptTensor.Role.CONSTANT;
    }
    boolean learns = lowering.use() == Lowering.Use.TRAINING && read && !still;
    return learns ? ScriptTensor.Role.TRAINED : ScriptTensor.Role.FROZEN;
  }

  private ScriptTensor constant(float[] values) {
    HostTensor value = HostTensor.of(values, 1, values.length, 1, 1);
    return ScriptTensor.of(value.to(lowering.precision().exact()), ScriptTensor.Role.CONSTANT);
  }
}
