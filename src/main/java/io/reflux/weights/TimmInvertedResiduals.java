package io.reflux.weights;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * timm's names of MobileNetV3 and EfficientNet as torchvision's.
 *
 * @param firstOfStage the layer that begins each stage of blocks; blocks are counted on from it.
 *     Empty if blocks are counted anew in each stage
 * @param squeezed layers of stages counted on that have squeeze and excitation; others have not
 * @param around torchvision's names of what stands beside the blocks
 */
record TimmInvertedResiduals(
    List<Integer> firstOfStage, Set<Integer> squeezed, Map<String, String> around) {
  private static final Pattern BLOCK =
      Pattern.compile("blocks\\.(\\d)\\.(\\d+)\\.(\\w+)\\.(\\w+(?:\\.\\w+)?)");
  private static final Map<String, String> WIDENED =
      Map.of("conv_pw", "0.0", "bn1", "0.1", "conv_dw", "1.0", "bn2", "1.1", "se", "2");
  private static final Map<String, String> SEPARABLE =
      Map.of("conv_dw", "0.0", "bn1", "0.1", "se", "1");

  static final TimmInvertedResiduals MOBILENET_V3_SMALL =
      mobileNet(List.of(1, 2, 4, 7, 9, 12), Set.of(1, 4, 5, 6, 7, 8, 9, 10, 11));
  static final TimmInvertedResiduals MOBILENET_V3_LARGE =
      mobileNet(List.of(1, 2, 4, 7, 11, 13, 16), Set.of(4, 5, 6, 11, 12, 13, 14, 15));
  static final TimmInvertedResiduals EFFICIENTNET =
      new TimmInvertedResiduals(
          List.of(),
          Set.of(),
          Map.of(
              "conv_stem", "features.0.0",
              "bn1", "features.0.1",
              "conv_head", "features.8.0",
              "bn2", "features.8.1",
              "classifier", "classifier.1"));

  private static TimmInvertedResiduals mobileNet(List<Integer> first, Set<Integer> squeezed) {
    return new TimmInvertedResiduals(
        first,
        squeezed,
        Map.of(
            "conv_stem", "features.0.0",
            "bn1", "features.0.1",
            "conv_head", "classifier.0",
            "classifier", "classifier.3"));
  }

  /** The name that torchvision gives to the tensor of a key. */
  String torchvision(String key) {
    Matcher block = BLOCK.matcher(key);
    if (block.matches()) {
      int stage = Integer.parseInt(block.group(1));
      int number = Integer.parseInt(block.group(2));
      return firstOfStage.isEmpty()
          ? "features." + (stage + 1) + "." + number + ".block." + part(block, true)
          : counted(block, stage, number);
    }
    int dot = key.indexOf('.');
    String other = dot < 0 ? null : around.get(key.substring(0, dot));
    return other == null ? key : other + key.substring(dot);
  }

  private String counted(Matcher block, int stage, int number) {
    if (stage >= firstOfStage.size()) {
      return block.group();
    }
    int layer = firstOfStage.get(stage) + number;
    if (stage == firstOfStage.size() - 1) {
      // The last convolution, which timm counts among the blocks.
      boolean filters = block.group(3).equals("conv");
      return "features." + layer + (filters ? ".0." : ".1.") + block.group(4);
    }
    return "features." + layer + ".block." + part(block, squeezed.contains(layer));
  }

  /** The name inside a block; after squeeze and excitation, layers count one more. */
  private static String part(Matcher block, boolean squeezed) {
    boolean separable = block.group(1).equals("0");
    String part = block.group(3);
    int narrowing = (separable ? 1 : 2) + (squeezed ? 1 : 0);
    boolean filters = part.equals(separable ? "conv_pw" : "conv_pwl");
    if (filters || part.equals(separable ? "bn2" : "bn3")) {
      return narrowing + (filters ? ".0." : ".1.") + block.group(4);
    }
    String leaf = block.group(4).replace("conv_reduce", "fc1").replace("conv_expand", "fc2");
    return (separable ? SEPARABLE : WIDENED).getOrDefault(part, part) + "." + leaf;
  }
}
