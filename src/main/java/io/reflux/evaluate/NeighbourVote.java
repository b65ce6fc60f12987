package io.reflux.evaluate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * knn@k: the share of queries whose class wins the vote of their k nearest gallery rows, by cosine
 * (as SimReg evaluates: rows divided by their lengths, unweighted majority). Among tied classes the
 * one with the nearest row wins. A query without neighbours is a miss.
 *
 * @param name the metric's name
 * @param k how many vote
 */
record NeighbourVote(String name, int k) implements Metric {

  @Override
  public double value(Evidence evidence) {
    int[][] neighbours = evidence.neighbours();
    int[] truth = evidence.retrieval().queries().labels();
    int[] labels = evidence.retrieval().gallery().labels();
    int right = 0;
    for (int query = 0; query < truth.length; query++) {
      int[] nearestFirst = neighbours[query];
      boolean alone = nearestFirst[0] < 0;
      right += !alone && winner(nearestFirst, labels) == truth[query] ? 1 : 0;
    }
    return (double) right / truth.length;
  }

  @Override
  public Optional<Distance> comparesBy() {
    return Optional.of(Distance.COSINE);
  }

  @Override
  public boolean searches() {
    return true;
  }

  @Override
  public int neighbours() {
    return k;
  }

  private int winner(int[] nearestFirst, int[] labels) {
    Map<Integer, Integer> votes = new HashMap<>();
    int most = 0;
    for (int i = 0; i < k && nearestFirst[i] >= 0; i++) {
      most = Math.max(most, votes.merge(labels[nearestFirst[i]], 1, Integer::sum));
    }
    int i = 0;
    while (votes.getOrDefault(labels[nearestFirst[i]], 0) < most) {
      i++;
    }
    return labels[nearestFirst[i]];
  }
}
