package io.reflux.objective.transfer;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.AllTriplets;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Needs;
import io.reflux.objective.PairwiseDistances;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.Map;

/**
 * DarkRank: the student should rank its nearest neighbours as the teacher does, and keep the
 * triplets of the labels.
 *
 * <p>With both sides on the unit sphere, {@code score = -alpha distance^beta}, and {@code q_1 …
 * q_L} the teacher's nearest neighbours of i: {@code rank = -1/n Σ_i Σ_k [score(i, q_k) - log
 * Σ_{l≥k} exp score(i, q_l)]}, plus {@code triplet-factor ·} {@code triplet-margin} over all
 * triplets. The parts {@code rank} and {@code triplet} are unweighted.
 *
 * <p>Chen, Wang, Zhang: DarkRank, AAAI 2018 (the hard variant). Defaults: the LabelRelaxation
 * repository, whose miner takes every triplet whatever its setting says.
 *
 * @param alpha the scale of scores
 * @param beta the exponent of distances, 1 or more
 * @param permuteLength L: how many neighbours are ranked
 * @param tripletMargin the margin of the triplets
 * @param tripletFactor the weight of the triplets
 */
public record DarkRankLoss(
    double alpha, double beta, int permuteLength, double tripletMargin, double tripletFactor)
    implements RowRelations {

  public static DarkRankLoss read(Section section) {
    return new DarkRankLoss(
        section.number("alpha", Range.POSITIVE),
        section.number("beta", Range.atLeast(1)),
        section.whole("permute-length", Range.atLeast(1)),
        section.number("triplet-margin", Range.NOT_NEGATIVE),
        section.number("triplet-factor", Range.NOT_NEGATIVE));
  }

  @Override
  public Needs needs() {
    return tripletFactor > 0
        ? RowRelations.super.needs().and(Needs.LABELS)
        : RowRelations.super.needs();
  }

  @Override
  public Loss loss(LossInput input) {
    NDArray x = Shapes.labelled(input); // (n, d)
    NDArray teacher = Shapes.teacher(input);
    NDArray student = PairwiseDistances.floored(RowVectors.unit(x)); // (n, n)
    NDArray rank = rank(student, PairwiseDistances.floored(RowVectors.unit(teacher)));
    NDArray distances = PairwiseDistances.plain(RowVectors.unit(x));
    NDArray triplet = AllTriplets.hinges(distances, input.labels(), tripletMargin);
    return Loss.of(
        rank.add(Algebra.times(triplet, tripletFactor)), Map.of("rank", rank, "triplet", triplet));
  }

  private NDArray rank(NDArray student, NDArray teacher) {
    int n = (int) student.getShape().get(0);
    int length = Math.min(permuteLength, n - 1);
    NDArray scores = Algebra.times(student.pow(Algebra.scalar(student, beta)), -alpha); // (n, n)
    NDArray selfFirst = teacher.sub(teacher.getManager().eye(n, n, 0, teacher.getDataType()));
    NDArray nearest = selfFirst.argSort(1, true).get(":, 1:" + (length + 1)); // (n, L)
    NDArray log = Algebra.nothing(student);
    if (length > 0) {
      NDArray ranked = scores.gather(nearest, 1); // (n, L)
      for (int k = 0; k < length; k++) {
        log = log.add(ranked.get(":, " + k + ":").logSoftmax(1).get(":, 0").sum());
      }
    }
    return Algebra.times(log, -1.0 / n);
  }
}
