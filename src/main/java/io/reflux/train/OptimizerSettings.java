package io.reflux.train;

import io.reflux.setting.Range;
import io.reflux.setting.Section;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an optimizer is told: the rule, the rates, the bounds on gradients.
 *
 * @param rule how a gradient becomes a step
 * @param base rate and decay of every group that has none of its own
 * @param groups rate and decay of single parameter groups, by name
 * @param clipping bounds on gradients
 * @param average how much of the mean of weights stays in each step, 0 for no mean
 */
public record OptimizerSettings(
    UpdateRule rule,
    GroupSettings base,
    Map<String, GroupSettings> groups,
    Clipping clipping,
    double average) {

  /** Copies the groups. */
  public OptimizerSettings {
    groups = Map.copyOf(groups);
  }

  /** Reads {@code optimizer { type, lr, weight-decay, … groups { proxies { lr-scale } } }}. */
  public static OptimizerSettings read(Section section) {
    return Optimizers.CATALOGUE.read(section);
  }

  /** Rate and decay of a parameter group. */
  public GroupSettings group(String name) {
    return groups.getOrDefault(name, base);
  }

  /** The groups that stand still in a step, counted from 0. */
  Set<String> frozen(long step, TrainingLength length) {
    Set<String> frozen = new LinkedHashSet<>();
    groups.forEach(
        (name, group) -> {
          if (step < group.frozen().inSteps(length.stepsPerEpoch())) {
            frozen.add(name);
          }
        });
    return frozen;
  }

  static OptimizerSettings of(UpdateRule rule, Section section) {
    GroupSettings base =
        new GroupSettings(
            section.number("lr", Range.NOT_NEGATIVE),
            section.number("weight-decay", Range.NOT_NEGATIVE));
    Map<String, GroupSettings> groups = new LinkedHashMap<>();
    section
        .named("groups")
        .forEach((name, each) -> groups.put(name, GroupSettings.read(each, base)));
    return new OptimizerSettings(
        rule, base, groups, Clipping.read(section), section.number("average", Range.BELOW_ONE));
  }
}
