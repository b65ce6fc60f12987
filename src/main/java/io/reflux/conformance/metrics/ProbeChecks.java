package io.reflux.conformance.metrics;

import io.reflux.engine.TensorScope;
import io.reflux.evaluate.EmbeddingSet;
import io.reflux.evaluate.Standardisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a linear probe does to features, and what a given layer makes of them. */
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

  static List<String> logits(MetricCase golden, TensorScope scope) {
    EmbeddingSet test =
        Standardisation.of(golden.rows("train_features")).apply(golden.rows("test_features"));
    double[] weight = doubles(golden.values("weight"));
    double[] bias = doubles(golden.values("bias"));
    double[] logits = new double[test.count() * bias.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = bias[i % bias.length];
      for (int j = 0; j < test.size(); j++) {
        double feature = test.values()[i / bias.length * test.size() + j];
        logits[i] += feature * weight[i % bias.length * test.size() + j];
      }
    }
    return golden.compare("logits", logits);
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
