package io.reflux.evaluate;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How many of an image's k nearest images by the network are among its k nearest by the teacher:
 * the mean share over all queries, 0 … 1. Both go by cosine, and each looks among the queries
 * alone, without the image itself. Labels play no part, and embedding sizes may differ.
 *
 * @param name the metric's name
 * @param k how many nearest images
 */
record TeacherOverlap(String name, int k) implements Metric {

  @Override
  public double value(Evidence evidence) {
    EmbeddingSet teacher = evidence.retrieval().teacherFor(name);
    int[][] own = nearest(evidence.retrieval().queries(), evidence);
    int[][] others = nearest(teacher, evidence);
    double sum = 0;
    for (int query = 0; query < own.length; query++) {
      Set<Integer> known = new HashSet<>();
      Arrays.stream(others[query]).filter(row -> row >= 0).forEach(known::add);
      long shared = Arrays.stream(own[query]).filter(known::contains).count();
      sum += known.isEmpty() ? 0 : (double) shared / known.size();
    }
    return sum / own.length;
  }

  private int[][] nearest(EmbeddingSet rows, Evidence evidence) {
    Neighbours.Search search = new Neighbours.Search(k, Distance.COSINE, true, Progress.NONE);
    return Neighbours.find(rows, rows, search, evidence.scope());
  }

  @Override
  public Optional<Distance> comparesBy() {
    return Optional.of(Distance.COSINE);
  }

  @Override
  public boolean comparesClasses() {
    return false;
  }

  @Override
  public boolean comparesTeacher() {
    return true;
  }

  @Override
  public int neighbours() {
    return k;
  }
}
