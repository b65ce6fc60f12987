package io.reflux.objective.around;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Scope;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import io.reflux.setting.InputException;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Matryoshka around any loss of embeddings: the first components of an embedding should be a good
 * smaller embedding, so that one network serves at several sizes. Evaluation has a row for each.
 *
 * <p>The mean over sizes of the loss of the first so many components, each with parameters and
 * memories of its own, {@code size-<k>.…}; with {@code l2-norm} each is divided by its length
 * first.
 *
 * <p>Kusupati, Bhatt, Rege, Wallingford et al.: Matryoshka Representation Learning, NeurIPS 2022.
 *
 * @param objective the loss
 * @param sizes components; none for the whole embedding, its half, quarter and eighth
 * @param unitLength whether each is divided by its length
 */
public record MatryoshkaLoss(Objective objective, List<Integer> sizes, boolean unitLength)
    implements Objective {
  private static final int EIGHTH = 8;

  /** Copies the sizes. */
  public MatryoshkaLoss {
    sizes = List.copyOf(sizes);
  }

  /**
   * Reads the settings and the loss inside.
   *
   * @param losses reads a loss from a section that says its {@code type}
   */
  public static MatryoshkaLoss read(Section section, Function<Section, Objective> losses) {
    int problemsBefore = section.problemsSoFar();
    Objective objective = losses.apply(section.section("objective"));
    boolean fits =
        objective.studentOutputs().equals(Set.of(LossInput.EMBEDDING))
            && objective.fittedAxes().isEmpty();
    if (!fits && section.problemsSoFar() == problemsBefore) {
      section
          .section("objective")
          .refuse("type", "a loss that reads the student's embedding alone, and no principal axes");
    }
    List<Integer> sizes = section.wholes("sizes", Range.atLeast(1));
    if (Set.copyOf(sizes).size() != sizes.size()) {
      section.refuse("sizes", "each size once");
    }
    return new MatryoshkaLoss(objective, sizes, section.flag("l2-norm"));
  }

  @Override
  public List<Integer> sizesServed(int embeddingSize) {
    if (sizes.isEmpty()) {
      return Stream.iterate(1, divisor -> divisor <= EIGHTH, divisor -> 2 * divisor)
          .map(divisor -> embeddingSize / divisor)
          .filter(size -> size > 0)
          .distinct()
          .toList();
    }
    for (int size : sizes) {
      if (size > embeddingSize) {
        throw new InputException(
            "sizes: " + size + " (expected: at most the embedding's " + embeddingSize + ")");
      }
    }
    return sizes;
  }

  @Override
  public Set<String> teacherOutputs() {
    return objective.teacherOutputs();
  }

  @Override
  public TupleSource tupleSource() {
    return objective.tupleSource();
  }

  @Override
  public Needs needs() {
    return objective.needs();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    return declared(dimensions, Objective::trainables);
  }

  @Override
  public List<Trainable> memories(Dimensions dimensions) {
    return declared(dimensions, Objective::memories);
  }

  private List<Trainable> declared(
      Dimensions dimensions, BiFunction<Objective, Dimensions, List<Trainable>> declare) {
    return sizesServed(dimensions.embeddingSize()).stream()
        .flatMap(
            size ->
                scope(size)
                    .declared(declare.apply(objective, dimensions.withEmbeddingSize(size)))
                    .stream())
        .toList();
  }

  private static Scope scope(int size) {
    return Scope.of("size-" + size);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.embeddings(input); // (n, d)
    List<Integer> served = sizesServed(Math.toIntExact(x.getShape().get(1)));
    NDArray sum = Algebra.nothing(x);
    Map<String, NDArray> parts = new LinkedHashMap<>();
    Map<String, NDArray> memories = new LinkedHashMap<>();
    for (int size : served) {
      NDArray first = x.get(":, :" + size); // (n, size)
      NDArray seen = unitLength ? RowVectors.unit(first) : first;
      Loss own = objective.loss(input.withEmbeddings(seen).within(scope(size)));
      sum = sum.add(own.value());
      parts.put("size-" + size, own.value());
      memories.putAll(scope(size).named(own.memories()));
    }
    return new Loss(Algebra.times(sum, 1.0 / served.size()), parts, memories);
  }
}
