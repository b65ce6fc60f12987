package io.reflux.train;

import ai.djl.ndarray.NDArray;
import io.reflux.engine.Autograd;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A network on one of a student's devices. For the thread of its device. */
final class Replica implements AutoCloseable {
  private final Runner runner;
  private final TensorScope scope;
  private final FlatTensors flat;
  private final List<NDArray> parameters;
  private final Map<String, NDArray> statistics = new LinkedHashMap<>();
  private final Set<String> counts = new LinkedHashSet<>();
  private final double[] stays;

  /** The version of each gradient when it was last taken; -1 before the first time. */
  private final long[] seen;

  private boolean gathering;

  /**
   * A network that is loaded.
   *
   * @param scope of its device
   */
  Replica(Runner runner, TensorScope scope) {
    this.runner = runner;
    this.scope = scope;
    Program program = runner.program();
    parameters = List.copyOf(program.parameters().values());
    List<Double> shares = new ArrayList<>();
    program
        .gathered()
        .forEach(
            (key, share) -> {
              NDArray tensor = Objects.requireNonNull(program.state().get(key));
              if (tensor.getDataType().isFloating()) {
                statistics.put(key, tensor);
                shares.add(share);
              } else {
                counts.add(key);
              }
            });
    stays = shares.stream().mapToDouble(share -> share).toArray();
    seen = new long[parameters.size()];
    Arrays.fill(seen, -1);
    flat = new FlatTensors(scope);
  }

  /**
   * The gradients of some parameters, one after the other.
   *
   * @param places which parameters, by their numbers
   */
  record Gradients(List<Integer> places, NDArray flat) {}

  /** The network. */
  Runner runner() {
    return runner;
  }

  /** What its device owns. */
  TensorScope scope() {
    return scope;
  }

  /** Batch norm takes its statistics from each piece, and gathers them. */
  void train() {
    runner.program().train();
    gathering = !statistics.isEmpty();
  }

  /** Batch norm uses the statistics that there are. */
  void eval() {
    runner.program().eval();
    gathering = false;
  }

  /**
   * Runs on a piece of a batch. The statistics are those of the piece alone afterwards: whoever
   * keeps some saves them before.
   */
  Piece run(Shown shown, TensorScope owner) {
    if (gathering) {
      flat.clear(List.copyOf(statistics.values()));
    }
    Map<String, NDArray> outputs = runner.run(shown, owner);
    return new Piece(
        outputs,
        gathering
            ? Optional.of(flat.packed(List.copyOf(statistics.values()), owner))
            : Optional.empty());
  }

  /**
   * What came of a piece of a batch.
   *
   * @param outputs by name
   * @param gathered what goes into the statistics; empty for nothing
   */
  record Piece(Map<String, NDArray> outputs, Optional<NDArray> gathered) {

    /** The same, with other tensors. */
    Piece with(UnaryOperator<NDArray> other) {
      Map<String, NDArray> all = new LinkedHashMap<>();
      outputs.forEach((name, output) -> all.put(name, other.apply(output)));
      return new Piece(all, gathered.map(other));
    }
  }

  /**
   * Moves statistics, and their counts, on by a piece.
   *
   * @param buffers the network's, saved before the piece
   */
  void follow(Buffers buffers, NDArray gathered) {
    flat.follow(buffers.of(statistics.keySet()), gathered, stays);
    buffers.of(counts).forEach(count -> Autograd.paused(() -> count.addi(1)));
  }

  /** The gradients gathered since they were last taken; they are zero afterwards. */
  Optional<Gradients> takeGradients(TensorScope owner) {
    try (TensorScope call = scope.inner()) {
      List<NDArray> all = new ArrayList<>();
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < parameters.size(); i++) {
        Optional<NDArray> gradient = Autograd.gradient(parameters.get(i), call.manager());
        if (gradient.isPresent()) {
          all.add(gradient.get());
          places.add(i);
        }
      }
      return all.isEmpty() ? Optional.empty() : taken(all, places, owner);
    }
  }

  private Optional<Gradients> taken(List<NDArray> all, List<Integer> places, TensorScope owner) {
    long[] versions = flat.versions(all);
    List<NDArray> fresh = new ArrayList<>();
    List<Integer> reached = new ArrayList<>();
    for (int i = 0; i < versions.length; i++) {
      if (versions[i] != seen[places.get(i)]) {
        fresh.add(all.get(i));
        reached.add(places.get(i));
      }
    }
    if (fresh.isEmpty()) {
      return Optional.empty();
    }
    NDArray packed = owner.taken(flat.packed(fresh, scope));
    flat.clear(fresh);
    long[] cleared = flat.versions(fresh);
    for (int i = 0; i < cleared.length; i++) {
      seen[reached.get(i)] = cleared[i];
    }
    return Optional.of(new Gradients(reached, packed));
  }

  /** Adds what another replica has taken to its own gradients. */
  void addGradients(Gradients others) {
    try (TensorScope call = scope.inner()) {
      List<NDArray> own = new ArrayList<>();
      for (int place : others.places()) {
        own.add(Autograd.gradient(parameters.get(place), call.manager()).orElseThrow());
      }
      flat.add(own, others.flat());
    }
  }

  /** All parameters, one after the other. */
  NDArray weights(TensorScope owner) {
    return flat.packed(parameters, owner);
  }

  /** Makes the parameters those of another replica. */
  void takeWeights(NDArray weights) {
    flat.overwrite(parameters, weights);
  }

  @Override
  public void close() {
    flat.close();
    runner.program().close();
  }
}
