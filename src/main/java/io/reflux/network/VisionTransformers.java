package io.reflux.network;

import io.reflux.network.TransformerBlock.QkvBias;
import io.reflux.network.TransformerBlock.Style;
import io.reflux.network.VisionTransformer.Ending;
import io.reflux.network.VisionTransformer.Front;
import io.reflux.network.VisionTransformer.Own;
import io.reflux.network.VisionTransformer.Patches;
import io.reflux.network.VisionTransformer.Size;
import io.reflux.setting.Range;
import io.reflux.setting.Section;

/** The vision transformers with timm's keys, as a pipeline file describes them. */
final class VisionTransformers {
  private static final String REGISTERS = "register_tokens";

  private VisionTransformers() {}

  /** How the places of patches are told. */
  private enum Placing {
    LEARNT,
    ROTARY
  }

  /** A transformer of any size. */
  static VisionTransformer read(Section section) {
    Size size = size(section);
    Style style =
        new Style(
            BlockNames.TIMM,
            section.number("epsilon", Range.POSITIVE),
            section.oneOf("qkv-bias", QkvBias.class));
    Perceptron perceptron =
        new Perceptron(
            section.oneOf("perceptron", Perceptron.Kind.class),
            section.number("expansion", Range.POSITIVE));
    double layerScale = section.number("layer-scale", Range.NOT_NEGATIVE);
    TransformerBlock block = new TransformerBlock(size.heads(), perceptron, layerScale, style);
    Front front =
        new Front(
            section.flag("class-token"),
            section.flag("distillation-token"),
            section.whole("registers", Range.NOT_NEGATIVE),
            section.text("registers-key"),
            section.flag("mask-token"),
            section.flag("pre-norm"));
    Ending ending = new Ending(section.oneOf("vector", Own.class), section.flag("front-norm"));
    if (!front.classToken() && (front.distillation() || ending.own() == Own.CLASS)) {
      section.refuse("class-token", "true; vector or distillation-token asks for it");
    }
    return new VisionTransformer(size, patches(section, front), front, block, ending);
  }

  /** Reads a size. */
  static Size size(Section section) {
    int heads = section.whole("attention-heads", Range.atLeast(1));
    int width = section.whole("width", Range.atLeast(1));
    int depth = section.whole("depth", Range.atLeast(1));
    if (width % heads != 0) {
      section.refuse("attention-heads", "a divisor of width, " + width);
      heads = 1;
    }
    return new Size(width, depth, heads);
  }

  private static Patches patches(Section section, Front front) {
    double offset = section.number("position-offset", Range.NOT_NEGATIVE);
    boolean antialiased = section.flag("position-antialias");
    int patch = section.whole("patch", Range.atLeast(1));
    int placed = section.flag("class-position") ? front.classes() : 0;
    int grid = grid(section, patch);
    double base = section.number("rotary-base", Range.POSITIVE);
    RotaryAngles.Rule rule =
        new RotaryAngles.Rule(
            base, section.oneOf("rotary-coordinates", RotaryAngles.Coordinates.class));
    return switch (section.oneOf("positions", Placing.class)) {
      case LEARNT -> Patches.learnt(patch, new Positions.Learnt(grid, offset, antialiased, placed));
      case ROTARY -> Patches.rotary(patch, rule);
    };
  }

  /** One of the sizes that are published. */
  static VisionTransformer sized(Size size, Section section) {
    int patch = section.whole("patch", Range.atLeast(1));
    Patches patches = Patches.learnt(patch, Positions.Learnt.dino(grid(section, patch)));
    TransformerBlock block = block(size, Perceptron.Kind.GELU, 0, Style.TIMM);
    return new VisionTransformer(size, patches, Front.CLASS, block, Ending.CLASS);
  }

  /**
   * One of DINOv2's (Oquab et al., DINOv2: learning robust visual features without supervision,
   * 2024). Those with registers interpolate positions without an offset, and anti-aliased.
   */
  static VisionTransformer dinov2(Size size, Perceptron.Kind perceptron, Section section) {
    int patch = section.whole("patch", Range.atLeast(1));
    int registers = section.whole("registers", Range.NOT_NEGATIVE);
    int grid = grid(section, patch);
    Positions.Learnt positions =
        registers == 0 ? Positions.Learnt.dino(grid) : Positions.Learnt.toSize(grid, 1);
    double layerScale = section.number("layer-scale", Range.POSITIVE);
    TransformerBlock block = block(size, perceptron, layerScale, Style.TIMM);
    Front front = Front.dino(registers, REGISTERS);
    return new VisionTransformer(
        size, Patches.learnt(patch, positions), front, block, Ending.CLASS);
  }

  /**
   * One of DINOv3's (Siméoni et al., DINOv3, 2025): rotary positions, which the published training
   * shifts in size at random and nothing here does.
   */
  static VisionTransformer dinov3(Size size, Perceptron perceptron, Section section) {
    int patch = section.whole("patch", Range.atLeast(1));
    int registers = section.whole("registers", Range.NOT_NEGATIVE);
    double layerScale = section.number("layer-scale", Range.POSITIVE);
    TransformerBlock block =
        new TransformerBlock(size.heads(), perceptron, layerScale, Style.DINOV3);
    Patches patches = Patches.rotary(patch, RotaryAngles.Rule.DINOV3);
    Front front = Front.dino(registers, "storage_tokens");
    return new VisionTransformer(size, patches, front, block, Ending.CLASS);
  }

  /**
   * One of SigLIP's (Zhai et al., Sigmoid loss for language image pre-training, 2023), with timm's
   * keys. Its vector is what the original compares with texts; not of length 1.
   */
  static VisionTransformer siglip(Size size, double expansion, Section section) {
    int patch = section.whole("patch", Range.atLeast(1));
    Perceptron perceptron =
        new Perceptron(section.oneOf("perceptron", Perceptron.Kind.class), expansion);
    TransformerBlock block = new TransformerBlock(size.heads(), perceptron, 0, Style.TIMM);
    Patches patches = Patches.learnt(patch, Positions.Learnt.toSize(grid(section, patch), 0));
    Ending ending = new Ending(Own.ATTENTION, false);
    return new VisionTransformer(size, patches, Front.NONE, block, ending);
  }

  private static TransformerBlock block(
      Size size, Perceptron.Kind perceptron, double layerScale, Style style) {
    return new TransformerBlock(size.heads(), Perceptron.of(perceptron), layerScale, style);
  }

  /** How many patches a side the positions are learnt for. */
  static int grid(Section section, int patch) {
    int side = section.whole("image-side", Range.atLeast(1));
    if (side < patch) {
      section.refuse("image-side", "at least patch, " + patch);
    }
    return Math.max(1, side / patch);
  }
}
