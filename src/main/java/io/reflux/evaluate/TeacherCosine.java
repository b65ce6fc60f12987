package io.reflux.evaluate;

import io.reflux.setting.InputException;
import java.util.Optional;

/**
 * The mean cosine between the network's embedding of an image and the teacher's, -1 … 1; both have
 * one size. Labels play no part.
 *
 * @param name the metric's name
 */
record TeacherCosine(String name) implements Metric {

  @Override
  public double value(Evidence evidence) {
    EmbeddingSet own = evidence.retrieval().queries();
    EmbeddingSet teacher = evidence.retrieval().teacherFor(name);
    if (own.size() != teacher.size()) {
      throw new InputException(
          "evaluate.metrics: %s of embeddings of %d numbers and the teacher's of %d (expected: of one size)"
              .formatted(name, own.size(), teacher.size()));
    }
    double sum = 0;
    for (int row = 0; row < own.count(); row++) {
      sum += cosine(own.values(), teacher.values(), row * own.size(), own.size());
    }
    return sum / own.count();
  }

  private static double cosine(float[] a, float[] b, int from, int size) {
    double product = 0;
    double lengthOfA = 0;
    double lengthOfB = 0;
    for (int i = from; i < from + size; i++) {
      product += (double) a[i] * b[i];
      lengthOfA += (double) a[i] * a[i];
      lengthOfB += (double) b[i] * b[i];
    }
    double lengths = Math.sqrt(lengthOfA) * Math.sqrt(lengthOfB);
    return lengths == 0 ? 0 : product / lengths;
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
  public boolean needsTeachersSize() {
    return true;
  }
}
