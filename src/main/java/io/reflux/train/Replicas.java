package io.reflux.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.reflux.engine.Autograd;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.train.Replica.Gradients;
import io.reflux.train.Replica.Piece;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A network, once on each of a student's devices.
 *
 * <p>A batch goes through it in pieces, of as many rows as {@link StudentPlace} says: piece k on
 * device k mod n. Outputs are joined, statistics moved on and gradients added up in the order of
 * the pieces, on the first device; so the numbers are those of one device that takes piece after
 * piece. What is in training, and what goes into checkpoints, is the first replica; the others get
 * its weights by {@link #spread}.
 *
 * <p>Where batch norm is synchronised there is one program, on the first device, that takes the
 * parts of all devices, brings its weights to them, and has the statistics of all in one graph.
 */
final class Replicas implements AutoCloseable {
  private final StudentPlace place;
  private final Crew crew;
  private final List<Replica> replicas;
  private final Function<String, WeightPlace> placeOf;
  private Set<String> frozen = Set.of();

  /** Loads the network of some parts on each device of a crew. */
  Replicas(StudentParts parts, Crew crew) {
    this.place = parts.place();
    this.crew = crew;
    placeOf = parts.placeOf();
    replicas =
        place.parts() > 1
            ? List.of(loaded(parts, crew.scope(0)))
            : crew.all(number -> loaded(parts, crew.scope(number)));
  }

  private static Replica loaded(StudentParts parts, TensorScope scope) {
    try {
      return new Replica(new Runner(Program.load(parts.program(), scope), parts.outputs()), scope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The network on the first device. */
  Program program() {
    return replicas.get(0).runner().program();
  }

  /** Batch norm takes its statistics from each piece, and gathers them. */
  void train() {
    replicas.forEach(Replica::train);
  }

  /** Batch norm uses the statistics that there are. */
  void eval() {
    replicas.forEach(Replica::eval);
  }

  /** Takes over the state of a network on all devices. */
  void restore(Map<String, HostTensor> state) {
    replicas.forEach(replica -> replica.runner().program().restore(state));
  }

  /** Gives the first replica's parameters to the others. */
  void spread() {
    if (replicas.size() == 1) {
      return;
    }
    try (TensorScope call = crew.scope(0).inner()) {
      NDArray weights = replicas.get(0).weights(call);
      crew.all(
          number -> {
            if (number > 0) {
              Replica replica = replicas.get(number);
              try (TensorScope own = replica.scope().inner()) {
                replica.takeWeights(own.lent(weights));
              }
            }
            return number;
          });
    }
  }

  /**
   * From now on no gradient is computed of the parameters of some groups, and of all others again.
   */
  void freeze(Set<String> groups) {
    if (groups.equals(frozen)) {
      return;
    }
    frozen = groups;
    for (Replica replica : replicas) {
      replica
          .runner()
          .program()
          .parameters()
          .forEach(
              (key, array) ->
                  array.setRequiresGradient(!groups.contains(placeOf.apply(key).group())));
    }
  }

  /** Whether some parameters stand still. */
  boolean isFrozen() {
    return !frozen.isEmpty();
  }

  /** A run with a way back; in training mode. */
  Pass pass(Shown shown, TensorScope call) {
    Pieces pieces = pieces(shown);
    return isWhole(pieces)
        ? new WholePass(() -> whole(shown, call), isFrozen(), call)
        : new ChunkedPass(this, pieces, call);
  }

  /** The outputs for what is shown by name, outside of any graph. */
  Map<String, NDArray> outputs(Shown shown, TensorScope call) {
    Pieces pieces = pieces(shown);
    return isWhole(pieces)
        ? Autograd.paused(() -> whole(shown, call))
        : ChunkedPass.outputs(this, pieces, call);
  }

  private Pieces pieces(Shown shown) {
    return new Pieces(shown, place.piece(shown.rows()));
  }

  private boolean isWhole(Pieces pieces) {
    return place.parts() > 1 || pieces.count() == 1;
  }

  /** By one call of the program, which takes the parts of all devices if there are several. */
  private Map<String, NDArray> whole(Shown shown, TensorScope call) {
    Runner runner = replicas.get(0).runner();
    int parts = place.parts();
    if (parts == 1) {
      return runner.run(shown, call);
    }
    long rows = shown.rows();
    List<TensorScope> owners = new ArrayList<>();
    List<Shown> given = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      TensorScope owner = crew.scope(part).inner();
      owners.add(owner);
      given.add(shown.part(part * rows / parts, (part + 1) * rows / parts, owner));
    }
    Map<String, NDArray> outputs = runner.run(given, call);
    owners.forEach(TensorScope::close);
    return outputs;
  }

  /** How many devices there are. */
  int size() {
    return replicas.size();
  }

  /**
   * Runs on the pieces of a batch, every device on its own. The statistics in the network on the
   * first device are those of a piece afterwards.
   *
   * @param run on a device's replica, the piece of a number; the answer is on the first device
   * @param statistics what the network had gathered before; moved on by all pieces
   * @return the outputs of all pieces, joined
   */
  Map<String, NDArray> forth(
      Pieces pieces, BiFunction<Replica, Integer, Piece> run, Buffers statistics) {
    List<List<Piece>> byDevice = crew.all(number -> ofDevice(number, pieces, run));
    List<Piece> all = new ArrayList<>();
    for (int k = 0; k < pieces.count(); k++) {
      all.add(byDevice.get(k % size()).get(k / size()));
    }
    for (Piece piece : all) {
      piece.gathered().ifPresent(gathered -> replicas.get(0).follow(statistics, gathered));
      piece.gathered().ifPresent(NDArray::close);
    }
    return joined(all);
  }

  private List<Piece> ofDevice(int number, Pieces pieces, BiFunction<Replica, Integer, Piece> run) {
    List<Piece> own = new ArrayList<>();
    for (int k = number; k < pieces.count(); k += size()) {
      own.add(run.apply(replicas.get(number), k));
    }
    return own;
  }

  /**
   * Goes back through the pieces of a batch, and adds up in their order, on the first device, what
   * gradients come of it.
   *
   * @param run on a device's replica, the way back of a piece
   */
  void back(Pieces pieces, BiConsumer<Replica, Integer> run) {
    Replica first = replicas.get(0);
    for (int from = 0; from < pieces.count(); from += size()) {
      int began = from;
      try (TensorScope round = first.scope().inner()) {
        crew.all(
                number -> {
                  if (began + number < pieces.count()) {
                    run.accept(replicas.get(number), began + number);
                  }
                  return number == 0
                      ? Optional.<Gradients>empty()
                      : replicas.get(number).takeGradients(round);
                })
            .forEach(taken -> taken.ifPresent(first::addGradients));
      }
    }
  }

  private static Map<String, NDArray> joined(List<Piece> pieces) {
    Map<String, NDArray> whole = new LinkedHashMap<>();
    for (String name : pieces.get(0).outputs().keySet()) {
      NDList parts = new NDList();
      pieces.forEach(piece -> parts.add(Objects.requireNonNull(piece.outputs().get(name))));
      whole.put(name, Autograd.paused(() -> NDArrays.concat(parts, 0)));
      parts.forEach(NDArray::close);
    }
    return whole;
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
  }
}
