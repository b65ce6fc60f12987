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
 * @param layerDecay what a rate is multiplied by for each depth of the network that lies between a
 *     parameter and the embedding, 1 for equal rates (BEiT, DINOv2)
 * @param sharpness how far uphill the gradients are taken, 0 for where the weights are ({@link
 *     SharpnessProgram})
 */
public record OptimizerSettings(
    UpdateRule rule,
    GroupSettings base,
    Map<String, GroupSettings> groups,
    Clipping clipping,
    double average,
    double layerDecay,
    double sharpness) {

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

  /** The rate of parameters at a place, where the schedule's factor is 1. */
  double learningRate(WeightPlace place) {
    return group(place.group()).learningRate() * Math.pow(layerDecay, place.below());
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
        rule,
        base,
        groups,
        Clipping.read(section),
        section.number("average", Range.BELOW_ONE),
        section.number("layer-decay", Range.FRACTION),
        section.number("sharpness-aware", Range.NOT_NEGATIVE));
  }
}
