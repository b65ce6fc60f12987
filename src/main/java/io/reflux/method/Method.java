package io.reflux.method;

import io.reflux.chance.Chance;
import io.reflux.objective.Dimensions;
import io.reflux.objective.FittedAxes;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import io.reflux.objective.self.ImageRotationLoss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A whole training method. It holds settings only; the trainer owns what it trains. */
public interface Method {

  /** The student's outputs that it reads, by name. */
  Set<String> studentOutputs();

  /** The teacher's outputs that it reads, by name; empty if it needs no teacher. */
  Set<String> teacherOutputs();

  /** The parameters that it trains beside the network. */
  List<Trainable> trainables(Dimensions dimensions);

  /** What it remembers from step to step. */
  List<Trainable> memories(Dimensions dimensions);

  /** Which views of each example the student looks at, and which its teacher. */
  default ViewPairs views() {
    return ViewPairs.ALL;
  }

  /** The network that follows the student, if the method compares with one. */
  default Optional<Momentum> momentum() {
    return Optional.empty();
  }

  /**
   * The view whose images are turned, each by {@link #quarterTurns} of its example, before the
   * student sees them; empty if none is.
   */
  default OptionalInt turned() {
    return OptionalInt.empty();
  }

  /** How many quarter turns a turned image of an example is turned by, 0 to 3. */
  static int quarterTurns(int exampleId) {
    return Math.floorMod(exampleId, ImageRotationLoss.TURNS);
  }

  /** The memory queue that is filled before the first step, if there is one. */
  default Optional<FilledQueue> filledQueue() {
    return Optional.empty();
  }

  /** Memories that hold a teacher's principal axes, found before the first step. */
  default List<FittedAxes> fittedAxes() {
    return List.of();
  }

  /** The labels that are found by clustering, if the method learns some. */
  default Optional<PseudoLabels> pseudoLabels() {
    return Optional.empty();
  }

  /** What the parts of the network's embedding are multiplied by in evaluation. */
  default Weightings weightings() {
    return Weightings.NONE;
  }

  /**
   * How many of an embedding's first components are made to serve by themselves, each a row of
   * evaluation; may be none.
   */
  default List<Integer> sizesServed(int embeddingSize) {
    return List.of();
  }

  /** What an embedding's first so many components are called in evaluation. */
  static String sizeName(int size) {
    return "size-" + size;
  }

  /**
   * What each of its terms needs so that it can learn, by the terms' names and in examples.
   *
   * @param views how many views of each example the student looks at
   */
  default Map<String, Needs> needs(int views) {
    return Map.of();
  }

  /**
   * The same with other tuples than it would take by itself, as for checks against given ones.
   *
   * @param others by the names of terms, in self-distillation {@code source}, {@code target.0}…;
   *     terms that aren't named take theirs as before, and names that there aren't count nothing
   */
  default Method withTuples(Map<String, TupleSource> others) {
    return this;
  }

  /**
   * The loss of one batch.
   *
   * @param input the batch, without tuples: the method gets its own
   * @param chance the randomness of this step
   */
  Loss loss(LossInput input, Chance chance);
}
