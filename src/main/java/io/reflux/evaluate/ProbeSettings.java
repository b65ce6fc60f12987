package io.reflux.evaluate;

import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Range;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.util.List;
import java.util.Optional;

/**
 * How the linear layer of a linear probe is trained.
 *
 * @param epochs passes over the training features
 * @param batchSize rows a step
 * @param lr the learning rate at first
 * @param drops the epochs after which the rate is divided by ten
 * @param momentum of SGD
 * @param weightDecay added to the gradient of weights and biases
 * @param seed what the first weights and the order of rows are drawn from
 * @param view how images are cut whose features are made anew for every epoch; empty to learn on
 *     the same features of unaltered images in every epoch
 */
public record ProbeSettings(
    int epochs,
    int batchSize,
    double lr,
    List<Integer> drops,
    double momentum,
    double weightDecay,
    long seed,
    Optional<ViewRecipe> view) {
  private static final String PLACE = "evaluate.linear-probe";

  /** Reads a section whose keys are the components' names, and checks every key. */
  static ProbeSettings read(Section section) {
    Section own = section.withDefaults(Defaults.of(PLACE));
    ProbeSettings settings =
        new ProbeSettings(
            own.whole("epochs", Range.atLeast(1)),
            own.whole("batch-size", Range.atLeast(1)),
            own.number("lr", Range.POSITIVE),
            own.wholes("drops", Range.atLeast(1)),
            own.number("momentum", Range.FRACTION),
            own.number("weight-decay", Range.NOT_NEGATIVE),
            own.wholeLong("seed", Range.ANY),
            own.sectionIfPresent("view").map(Views::read));
    own.finish();
    return settings;
  }

  /** The settings that hold where a pipeline file is silent. */
  public static ProbeSettings defaults() {
    return read(new Section(Defaults.NONE, Defaults.NONE, PLACE, new Problems()));
  }

  /** The learning rate of an epoch, from 0. */
  double rate(int epoch) {
    int dropped = (int) drops.stream().filter(drop -> epoch >= drop).count();
    return lr * Math.pow(0.1, dropped);
  }
}
