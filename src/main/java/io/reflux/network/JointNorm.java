package io.reflux.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Batch norm over a batch whose parts are on several devices, with the statistics of all of it.
 *
 * <p>Mean and variance of the parts become those of the whole (Chan, Golub, LeVeque: Algorithms for
 * computing the sample variance, 1983): with n = sum of n_p, mean = sum of n_p m_p / n, variance =
 * sum of n_p (v_p + (m_p - mean)^2) / n. Then every part is multiplied and added to, channel by
 * channel, so that no more than its own maps are kept for the gradient, which goes through the
 * statistics of all parts.
 */
record JointNorm(BatchNorm norm, Script script, List<String> inputs) {

  /** Writes it; answers what comes out of each part. */
  List<String> results() {
    List<String> exact = inputs.stream().map(script::exact).toList();
    List<String> means = new ArrayList<>();
    List<String> variances = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    for (String x : exact) {
      String but = "torch.slice([0, 2, 3], 0, torch.dim(" + x + ") - 1)";
      List<String> two = script.two("torch.var_mean(" + x + ", " + but + ", False, True)");
      variances.add(script.line(Script.on(two.get(0), exact.get(0))));
      means.add(script.line(Script.on(two.get(1), exact.get(0))));
      counts.add(script.whole("torch.numel(%s) / torch.size(%s, 1)".formatted(x, x)));
    }
    String n = script.whole(String.join(" + ", counts));
    String mean = script.line(share(means, counts, n));
    List<String> spread =
        IntStream.range(0, means.size())
            .mapToObj(
                part ->
                    "torch.add(%s, torch.pow(torch.sub(%s, %s), 2))"
                        .formatted(variances.get(part), means.get(part), mean))
            .toList();
    String variance = script.line(share(spread, counts, n));
    return normalised(exact, gathered(mean, variance, n));
  }

  /** A mean and a variance. */
  private record Statistics(String mean, String variance) {}

  /** Gathers the batch's statistics in training; else answers those that were gathered. */
  private Statistics gathered(String mean, String variance, String n) {
    String running = script.exact(norm.mean());
    String spread = script.exact(norm.variance());
    script.statement("if self.training:");
    script.statement("  used_mean = " + mean);
    script.statement("  used_variance = " + variance);
    script.statement("  _ = " + follow(running, "torch.detach(" + mean + ")"));
    String unbiased = "torch.mul(torch.detach(%s), %s / (%s - 1.))".formatted(variance, n, n);
    script.statement("  _ = " + follow(spread, unbiased));
    script.statement("else:");
    script.statement("  used_mean = torch.reshape(%s, torch.size(%s))".formatted(running, mean));
    script.statement("  used_variance = torch.reshape(%s, torch.size(%s))".formatted(spread, mean));
    return new Statistics(script.line("used_mean"), script.line("used_variance"));
  }

  private String follow(String running, String batch) {
    double momentum = norm.settings().momentum();
    return "torch.add_(torch.mul_(%s, %s), torch.mul(torch.reshape(%s, [-1]), %s))"
        .formatted(running, Script.number(1 - momentum), batch, Script.number(momentum));
  }

  private List<String> normalised(List<String> exact, Statistics statistics) {
    String mean = statistics.mean();
    String like = ", torch.size(" + mean + "))";
    String weight = script.line("torch.reshape(" + script.exact(norm.weight()) + like);
    String bias = script.line("torch.reshape(" + script.exact(norm.bias()) + like);
    String epsilon = Script.number(norm.settings().epsilon());
    String scale =
        script.line(
            "torch.mul(%s, torch.rsqrt(torch.add(%s, %s)))"
                .formatted(weight, statistics.variance(), epsilon));
    String shift = script.line("torch.sub(%s, torch.mul(%s, %s))".formatted(bias, mean, scale));
    List<String> results = new ArrayList<>();
    for (int part = 0; part < exact.size(); part++) {
      script.part(part);
      String own =
          "torch.add(torch.mul(%s, %s), %s)"
              .formatted(exact.get(part), script.here(scale), script.here(shift));
      results.add(script.typed(script.line(own), inputs.get(part)));
    }
    script.part(0);
    return results;
  }

  /** The mean of numbers of the parts, by their counts. */
  private static String share(List<String> numbers, List<String> counts, String n) {
    return IntStream.range(0, numbers.size())
        .mapToObj(
            part -> "torch.mul(%s, %s / %s)".formatted(numbers.get(part), counts.get(part), n))
        .collect(Collectors.collectingAndThen(Collectors.toList(), JointNorm::sum));
  }

  private static String sum(List<String> terms) {
    return terms.stream()
        .reduce((one, other) -> "torch.add(" + one + ", " + other + ")")
        .orElseThrow();
  }
}
