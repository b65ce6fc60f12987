package io.reflux.conformance.metrics;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.Accuracy;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Standardisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a linear probe does to features, and how it is scored. */
final class ProbeChecks {
  private ProbeChecks() {}

  static List<String> standardisation(MetricCase golden, TensorScope scope) {
    EmbeddingSet training = golden.rows("train_features");
    Standardisation standardisation = Standardisation.of(training);
    List<String> differences = new ArrayList<>();
    differences.addAll(golden.compare("mean", standardisation.mean()));
    differences.addAll(golden.compare("var", standardisation.variance()));
    differences.addAll(
        golden.compare("train_out", doubles(standardisation.apply(training).values())));
    EmbeddingSet test = standardisation.apply(golden.rows("test_features"));
    differences.addAll(golden.compare("test_out", doubles(test.values())));
    return differences;
  }

  static List<String> accuracy(MetricCase golden, TensorScope scope) {
    EmbeddingSet test =
        Standardisation.of(golden.rows("train_features")).apply(golden.rows("test_features"));
    float[] logits = logits(test, golden.values("weight"), golden.values("bias"));
    int[] labels = MetricCase.ints(golden.inputs().path("test_labels"));
    Accuracy accuracy = Accuracy.of(logits, labels);
    List<String> differences = new ArrayList<>(golden.compare("logits", doubles(logits)));
    differences.addAll(golden.compare("loss", accuracy.crossEntropy()));
    differences.addAll(golden.compare("top1", 100 * accuracy.top1()));
    differences.addAll(golden.compare("top5", 100 * accuracy.top5()));
    return differences;
  }

  private static float[] logits(EmbeddingSet rows, float[] weight, float[] bias) {
    float[] logits = new float[rows.count() * bias.length];
    for (int i = 0; i < logits.length; i++) {
      double sum = bias[i % bias.length];
      for (int j = 0; j < rows.size(); j++) {
        sum +=
            (double) rows.values()[i / bias.length * rows.size() + j]
                * weight[i % bias.length * rows.size() + j];
      }
      logits[i] = (float) sum;
    }
    return logits;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
