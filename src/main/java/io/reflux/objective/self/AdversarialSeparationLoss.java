package io.reflux.objective.self;

import ai.djl.ndarray.NDArray;
import io.reflux.objective.Algebra;
import io.reflux.objective.Dimensions;
import io.reflux.objective.Layers;
import io.reflux.objective.Loss;
import io.reflux.objective.LossInput;
import io.reflux.objective.Objective;
import io.reflux.objective.RowVectors;
import io.reflux.objective.Shapes;
import io.reflux.objective.Trainable;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.setting.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adversarial separation: a small network tries to find one embedding in another; the embeddings
 * are trained so that it fails, and so learn different things.
 *
 * <p>For each direction {@code s-t} of weight r: {@code -r} times the mean over rows and
 * coordinates of {@code (u(f_t) ⊙ u(R(u(f_s))))²}, R a network of two linear layers trained to
 * lower it. The gradients that reach f_s and f_t have the opposite sign.
 *
 * <p>A single weight counts for every direction. Variant {@code original}: DiVA ignores the
 * directions beyond the number of weights.
 *
 * <p>Milbich, Roth, Bharadhwaj et al.: DiVA, ECCV 2020. Defaults: its sample runs.
 *
 * @param directions pairs of outputs, as {@code shared-discriminative}
 * @param weights one for each direction, or one for all
 * @param hidden the width of the networks R
 * @param variant paper or original
 */
public record AdversarialSeparationLoss(
    List<String> directions, List<Double> weights, int hidden, Variant variant)
    implements Objective {
  private static final String PREFIX = "regressors.";

  public static AdversarialSeparationLoss read(Section section) {
    AdversarialSeparationLoss loss =
        new AdversarialSeparationLoss(
            section.texts("directions"),
            section.numbers("weights", Range.NOT_NEGATIVE),
            section.whole("hidden", Range.atLeast(1)),
            Variant.read(section));
    if (loss.directions.stream().anyMatch(d -> d.split("-", -1).length != 2)) {
      section.refuse("directions", "pairs of outputs such as shared-discriminative");
    }
    int expected = loss.directions.size();
    boolean fits = loss.weights.size() == 1 || loss.weights.size() == expected;
    if (loss.variant == Variant.PAPER && !fits) {
      section.refuse("weights", "one number, or " + expected + ", one a direction");
    }
    return loss;
  }

  @Override
  public Set<String> studentOutputs() {
    Set<String> outputs = new LinkedHashSet<>();
    directions.forEach(each -> outputs.addAll(List.of(each.split("-", -1))));
    return outputs;
  }

  @Override
  public List<Trainable> trainables(Dimensions dimensions) {
    List<Trainable> all = new ArrayList<>();
    for (String each : directions) {
      long from = size(dimensions, source(each));
      all.addAll(Layers.twoLinear(PREFIX + each, from, hidden, size(dimensions, target(each))));
    }
    return all;
  }

  @Override
  public Loss loss(LossInput input) {
    Map<String, NDArray> parts = new LinkedHashMap<>();
    NDArray sum = Algebra.nothing(input.studentOutput(target(directions.get(0))));
    for (int i = 0; i < directions.size(); i++) {
      boolean oneForAll = weights.size() == 1 && variant == Variant.PAPER;
      if (oneForAll || i < weights.size()) {
        NDArray part = direction(input, directions.get(i));
        parts.put(directions.get(i), part);
        sum = sum.sub(Algebra.times(part, weights.get(Math.min(i, weights.size() - 1))));
      }
    }
    return Loss.of(sum, parts);
  }

  private static NDArray direction(LossInput input, String direction) {
    NDArray from = reversed(output(input, source(direction))); // (n, s)
    NDArray to = reversed(output(input, target(direction))); // (n, t)
    Shapes.sameRows("student." + source(direction), from, "student." + target(direction), to);
    NDArray guess = Layers.twoLinear(input, PREFIX + direction, RowVectors.unit(from)); // (n, t)
    return RowVectors.unit(to).mul(RowVectors.unit(guess)).square().mean();
  }

  private static NDArray output(LossInput input, String name) {
    return Shapes.matrix("student." + name, input.studentOutput(name));
  }

  /** The same values; gradients change their sign on the way back. */
  private static NDArray reversed(NDArray x) {
    return Algebra.times(x, 2).stopGradient().sub(x);
  }

  private static String source(String direction) {
    return direction.substring(0, direction.indexOf('-'));
  }

  private static String target(String direction) {
    return direction.substring(direction.indexOf('-') + 1);
  }

  private static int size(Dimensions dimensions, String output) {
    return Dimensions.components("directions: " + output, dimensions.student().get(output));
  }
}
