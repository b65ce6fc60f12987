package io.reflux.evaluate;

import io.reflux.engine.TensorScope;
import java.util.Arrays;

/**
 * The spectrum of embeddings, and how far it is from even (Roth et al.: Revisiting Training
 * Strategies and Generalization Performance in Deep Metric Learning, ICML 2020).
 */
final class Spectrum {
  private Spectrum() {}

  /** The singular values of the (n, d) matrix of embeddings, not centred, descending: d of them. */
  static double[] singularValues(EmbeddingSet set, TensorScope scope) {
    double[][] gram = Gram.of(set, new double[set.size()], scope);
    return Arrays.stream(SymmetricEigen.of(gram).values())
        .map(x -> Math.sqrt(Math.max(0, x)))
        .toArray();
  }

  /** Singular values from the {@code first}-th on (from 1), divided by their sum. */
  static double[] shares(double[] singularValues, int first) {
    int from = Math.min(singularValues.length, Math.max(0, first - 1));
    double[] rest = Arrays.copyOfRange(singularValues, from, singularValues.length);
    double sum = Arrays.stream(rest).sum();
    return Arrays.stream(rest).map(s -> s / sum).toArray();
  }

  /**
   * rho_spectrum@m: with p the {@link #shares} from the |m|-th on and q the even distribution,
   * KL(q||p) for m &gt; 0 and KL(p||q) for m &lt; 0; 0 if no value is left. Smaller is more even.
   */
  static double unevenness(double[] singularValues, int m) {
    double[] p = shares(singularValues, Math.abs(m));
    double q = 1.0 / p.length;
    return Arrays.stream(p).map(x -> m > 0 ? q * Math.log(q / x) : x * Math.log(x / q)).sum();
  }

  /** The metric as the S2SD code base computes it, on the d - 1 largest singular values. */
  static double rho(EmbeddingSet set, int m, TensorScope scope) {
    double[] all = singularValues(set, scope);
    return unevenness(Arrays.copyOf(all, Math.max(1, all.length - 1)), m);
  }
}
