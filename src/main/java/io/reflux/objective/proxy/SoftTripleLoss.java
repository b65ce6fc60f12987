package io.reflux.objective.proxy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.reflux.miner.BatchNeeds;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Softmax;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;
import java.util.List;

/**
 * SoftTriple: classification where each class has several trained centroids.
 *
 * <p>With unit centroids {@code w_ck} and {@code s_ck = ⟨x, w_ck⟩}: {@code S_c = Σ_k softmax_k(s_ck
 * / gamma) s_ck}; softmax cross entropy of {@code lambda (S_c - margin at the own class)}; plus
 * {@code regularization / (C K (K-1))} times the sum over pairs of centroids of one class of {@code
 * √(2 + 1e-5 - 2 ⟨w, w'⟩)}, which lets spare centroids fall together. Variant {@code original}:
 * S2SD and DiVA divide the coordinates of all centroids by their common length instead of each
 * centroid by its own, take the softmax over the classes, and multiply by gamma; a root of a
 * negative number is 0 here, NaN there.
 *
 * <p>Qian, Shang, Sun, Hu, Li, Jin: SoftTriple Loss, ICCV 2019. Defaults: the paper, which DiVA
 * shares.
 *
 * @param centroids K: how many each class has
 * @param margin of the own class
 * @param gamma how soft the choice of a centroid is
 * @param lambda the scale of the logits
 * @param regularization the weight of the distances between centroids of a class
 * @param variant paper or original
 */
public record SoftTripleLoss(
    int centroids,
    double margin,
    double gamma,
    double lambda,
    double regularization,
    Variant variant)
    implements Objective {
  private static final String NAME = "centroids";

  public static SoftTripleLoss read(Section section) {
    return new SoftTripleLoss(
        section.whole(NAME, Range.atLeast(1)),
        section.number("margin", Range.NOT_NEGATIVE),
        section.number("gamma", Range.POSITIVE),
        section.number("lambda", Range.POSITIVE),
        section.number("regularization", Range.NOT_NEGATIVE),
        Variant.read(section));
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    long[] shape = {dimensions.embeddingSize(), (long) dimensions.classes() * centroids};
    double bound = 1 / Math.sqrt(dimensions.embeddingSize());
    return List.of(new Trainable(NAME, shape, NAME, draws -> draws.uniform(-bound, bound)));
  }

  @Override
  public Needs needs() {
    return Needs.ofClasses(2, BatchNeeds.ANY_ROW);
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray raw = input.parameter(NAME); // (d, C K)
    long classes = raw.getShape().get(1) / centroids;
    NDArray x = Shapes.labelled(input, classes); // (n, d)
    Shapes.shaped("parameters." + NAME, raw, x.getShape().get(1), classes * centroids);
    NDArray unit =
        variant == Variant.PAPER
            ? RowVectors.unit(raw.transpose()).transpose()
            : RowVectors.unit(raw);
    NDArray logits = logits(x.matMul(unit), classes); // (n, C)
    NDArray own = Softmax.targets(logits, input.labels());
    NDArray scaled = Algebra.times(logits.sub(Algebra.times(own, margin)), lambda);
    NDArray loss = Softmax.crossEntropy(scaled, input.labels());
    return Loss.of(centroids == 1 ? loss : loss.add(spread(unit, classes)));
  }

  /** The similarity to each class, (n, C K) to (n, C). */
  private NDArray logits(NDArray similarities, long classes) {
    NDArray each =
        similarities.reshape(new Shape(similarities.getShape().get(0), classes, centroids));
    NDArray weights =
        variant == Variant.PAPER
            ? Algebra.times(each, 1 / gamma).softmax(2)
            : Algebra.times(each, gamma).softmax(1);
    return weights.mul(each).sum(new int[] {2});
  }

  /** The regularisation: mean distances between the centroids of a class. */
  private NDArray spread(NDArray unit, long classes) {
    Shape shape = new Shape(unit.getShape().get(0), classes, centroids);
    NDArray byClass = unit.reshape(shape).transpose(1, 2, 0); // (C, K, d)
    NDArray inner = byClass.matMul(byClass.transpose(0, 2, 1)); // (C, K, K)
    NDArray squares = Algebra.plus(Algebra.times(inner, -2), 2 + 1e-5);
    NDArray others =
        Algebra.plus(unit.getManager().eye(centroids, centroids, 0, unit.getDataType()).neg(), 1);
    NDArray twice = Algebra.rootOrZero(squares, 0).mul(others.expandDims(0)).sum();
    double pairs = (double) classes * centroids * (centroids - 1);
    return Algebra.times(twice, regularization / pairs / 2);
  }
}
