package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import java.util.List;

/** Trained directions, one or several for each class, and what rows have to do with them. */
final class ClassVectors {
  /** The name of the trainable and of its parameter group. */
  static final String NAME = "class-vectors";

  /** Another class to be told from. */
  static final Needs NEEDS = Needs.ofClasses(2, BatchNeeds.ANY_ROW);

  private ClassVectors() {}

  /**
   * Vectors uniform in ±1/√d as in the S2SD repository, (classes · each, d): those of a class lie
   * beside each other.
   */
  static List<Trainable> uniform(Dimensions dimensions, int each) {
    int size = dimensions.embeddingSize();
    double bound = 1 / Math.sqrt(size);
    long[] shape = {(long) dimensions.classes() * each, size};
    return List.of(new Trainable(NAME, shape, NAME, draws -> draws.uniform(-bound, bound)));
  }

  /**
   * The inner products of the student's embeddings, taken as they are, with the vectors at length
   * 1; (n, classes · each).
   */
  static NDArray products(LossInput input, int each) {
    NDArray vectors = Shapes.matrix("parameters." + NAME, input.parameter(NAME)); // (classes, d)
    long rows = vectors.getShape().get(0);
    NDArray x = Shapes.labelled(input, rows / each); // (n, d)
    Shapes.shaped("parameters." + NAME, vectors, rows, x.getShape().get(1));
    return RowVectors.products(x, RowVectors.unit(vectors));
  }

  /** The cosines of embeddings and vectors, (n, classes · each). */
  static NDArray cosines(LossInput input, int each) {
    return products(input.withEmbeddings(RowVectors.unit(Shapes.embeddings(input))), each);
  }

  /** The cosine of a wider angle: cos(acos(c) + margin) = c cos margin - √(1 - c²) sin margin. */
  static NDArray widened(NDArray c, double margin) {
    NDArray sines = Algebra.plus(c.square().neg(), 1).sqrt();
    return Algebra.times(c, Math.cos(margin)).sub(Algebra.times(sines, Math.sin(margin)));
  }

  /** The entry of each row's own class, (n, classes) to (n, 1). */
  static NDArray own(NDArray cosines, NDArray targets) {
    return cosines.mul(targets).sum(new int[] {1}, true);
  }

  /** The cosines with another entry for each row's own class, (n, classes). */
  static NDArray replaced(NDArray cosines, NDArray targets, NDArray other) {
    return cosines.add(other.sub(own(cosines, targets)).mul(targets));
  }
}
