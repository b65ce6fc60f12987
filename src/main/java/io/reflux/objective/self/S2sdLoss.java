package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import io.reflux.miner.Tuples;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Layers;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Scope;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.objective.TupleSource;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * S2SD: the network is its own teacher. Wider embeddings of the same features are trained beside
 * the student's, and the student's similarities should be theirs.
 *
 * <p>With e the embeddings and {@code z_k = u(net_k(features))} the targets, each net two linear
 * layers: {@code (base(e) + mean_k target(z_k)) / 2 + weight · mean_k KL(e | z_k)}, plus, from step
 * {@code feature-delay} on, {@code feature-weight · KL(e | u(features))}. {@code KL(a | b) = T²/n
 * Σ_ij q_ij (log q_ij - log p_ij)}, p and q the softmax of the rows of {@code a aᵀ / T} and {@code
 * b bᵀ / T}, q without gradient. With {@code pool-aggregation} the features are the average plus
 * the maximum over the places of the last feature map.
 *
 * <p>Roth, Milbich, Ommer, Cohen, Ghassemi: S2SD, ICML 2021. Defaults: its repository.
 *
 * @param base the loss of the student's embedding; parameters are named {@code source.…}
 * @param target the loss of each wider embedding; parameters are named {@code target.<k>.…}
 * @param temperature T
 * @param weight of the similarities to the targets
 * @param targetSizes the sizes of the wider embeddings
 * @param features where features come from, and how they are distilled
 */
public record S2sdLoss(
    Objective base,
    Objective target,
    double temperature,
    double weight,
    List<Integer> targetSizes,
    S2sdFeatures features)
    implements Objective {
  private static final String NETS = "target-nets.";
  private static final Scope SOURCE = Scope.of("source");

  /**
   * Reads its settings.
   *
   * @param losses reads the losses of the embeddings, each from a section that says its {@code
   *     type}
   */
  public static S2sdLoss read(Section section, Function<Section, Objective> losses) {
    Objective base = ofEmbeddings(section, "base", losses);
    return new S2sdLoss(
        base,
        section.has("target") ? ofEmbeddings(section, "target", losses) : base,
        section.number("temperature", Range.POSITIVE),
        section.number("weight", Range.NOT_NEGATIVE),
        section.wholes("target-sizes", Range.atLeast(1)),
        S2sdFeatures.read(section));
  }

  /**
   * A loss that reads nothing but embeddings and labels, which is all that there is of a target.
   */
  private static Objective ofEmbeddings(
      Section section, String key, Function<Section, Objective> losses) {
    int problemsBefore = section.problemsSoFar();
    Objective objective = losses.apply(section.section(key));
    boolean alone =
        objective.studentOutputs().equals(Set.of(LossInput.EMBEDDING))
            && objective.teacherOutputs().isEmpty();
    if (!alone && section.problemsSoFar() == problemsBefore) {
      section.section(key).refuse("type", "a loss of embeddings and labels alone");
    }
    return objective;
  }

  @Override
  public Set<String> studentOutputs() {
    return Set.of(LossInput.EMBEDDING, features.output());
  }

  @Override
  public TupleSource tupleSource() {
    return base.tupleSource();
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    List<Trainable> all = new ArrayList<>(SOURCE.declared(base.trainables(dimensions)));
    for (int k = 0; k < targetSizes.size(); k++) {
      int size = targetSizes.get(k);
      all.addAll(Layers.twoLinear(NETS + k, features.size(dimensions), size, size));
      all.addAll(scope(k).declared(target.trainables(dimensions.withEmbeddingSize(size))));
    }
    return all;
  }

  private static Scope scope(int target) {
    return Scope.of("target." + target);
  }

  /** The wider embeddings of a batch, each (n, size), of length 1: mine them each on its own. */
  public List<NDArray> targets(LossInput input) {
    NDArray pooled = features.of(input); // (n, f)
    List<NDArray> targets = new ArrayList<>();
    for (int k = 0; k < targetSizes.size(); k++) {
      targets.add(RowVectors.unit(Layers.twoLinear(input, NETS + k, pooled)));
    }
    return targets;
  }

  /** The loss with the same tuples for every embedding. */
  @Override
  public Needs needs() {
    return base.needs().and(target.needs());
  }

  @Override
  public Loss loss(LossInput input) {
    return loss(input, targets(input), Collections.nCopies(targetSizes.size(), input.tuples()));
  }

  /**
   * The loss of given targets with tuples of their own.
   *
   * @param input the batch, with the tuples of the student's embedding
   * @param targets what {@link #targets} answered for this input
   * @param tuples the tuples of each target
   */
  public Loss loss(LossInput input, List<NDArray> targets, List<Tuples> tuples) {
    NDArray e = RowVectors.unit(Shapes.embeddings(input)); // (n, d)
    Map<String, NDArray> parts = new LinkedHashMap<>();
    NDArray source = base.loss(input.withEmbeddings(e).within(SOURCE)).value();
    parts.put("source", source);
    NDArray based = Algebra.nothing(e);
    NDArray alike = Algebra.nothing(e);
    for (int k = 0; k < targets.size(); k++) {
      NDArray z = targets.get(k);
      LossInput seen = input.withEmbeddings(z).withTuples(tuples.get(k)).within(scope(k));
      NDArray own = target.loss(seen).value();
      NDArray divergence = divergence(e, z);
      parts.put("target." + k, own);
      parts.put("divergence." + k, divergence);
      based = based.add(own);
      alike = alike.add(divergence);
    }
    double share = 1.0 / Math.max(1, targets.size());
    NDArray sum =
        Algebra.times(source.add(Algebra.times(based, share)), 0.5)
            .add(Algebra.times(alike, weight * share));
    if (features.distilledAt(input.step())) {
      NDArray divergence = divergence(e, RowVectors.unit(features.of(input)));
      parts.put("feature-divergence", divergence);
      sum = sum.add(Algebra.times(divergence, features.weight()));
    }
    return Loss.of(sum, parts);
  }

  private NDArray divergence(NDArray student, NDArray target) {
    NDArray q = logs(target.stopGradient()); // (n, n)
    NDArray each = q.exp().mul(q.sub(logs(student))); // (n, n)
    return Algebra.times(each.sum(), temperature * temperature / student.getShape().get(0));
  }

  private NDArray logs(NDArray x) {
    return Algebra.times(RowVectors.products(x, x), 1 / temperature).logSoftmax(1);
  }
}
