package io.reflux.cli;

import io.reflux.method.Weightings;
import io.reflux.rundir.Spread;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Metrics as people read them: shares as percentages, distances and spectra as they are. */
final class MetricText {
  private MetricText() {}

  /** A value; nothing if there is none. */
  static String of(String metric, @Nullable Double value) {
    return value == null ? "" : number(metric, value);
  }

  /** A mean with its standard deviation; nothing if there is none. */
  static String of(String metric, @Nullable Spread spread) {
    if (spread == null) {
      return "";
    }
    Double sd = spread.sd();
    return number(metric, spread.mean()) + (sd == null ? "" : " ± " + number(metric, sd));
  }

  private static String number(String metric, double value) {
    String own = metric.substring(metric.lastIndexOf(Weightings.OF) + 1);
    boolean share = !own.startsWith("dists@") && !own.startsWith("rho_spectrum@");
    return share
        ? String.format(Locale.ROOT, "%.1f", 100 * value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
