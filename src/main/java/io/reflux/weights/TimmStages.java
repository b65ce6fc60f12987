package io.reflux.weights;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Others' names of ConvNeXt and RegNetY as torchvision's. */
final class TimmStages {
  private static final Pattern CONVNEXT_BLOCK =
      Pattern.compile(
          "stages\\.(\\d)\\.(?:blocks\\.)?(\\d+)\\.([a-z_]\\w*(?:\\.fc\\d)?)(\\.\\w+)?");
  private static final Pattern CONVNEXT_BETWEEN =
      Pattern.compile("(?:stages\\.(\\d)\\.downsample|downsample_layers\\.(\\d))(\\.\\d\\.\\w+)");
  private static final Pattern CONVNEXT_AROUND =
      Pattern.compile("(stem\\.|head\\.norm|head\\.fc|norm|head)(.*)");
  private static final Pattern REGNET_BLOCK =
      Pattern.compile("s(\\d)\\.b(\\d+)\\.(\\w+)\\.(\\w+)\\.(\\w+)");
  private static final Pattern REGNET_AROUND =
      Pattern.compile("(stem\\.conv|stem\\.bn|head\\.fc)(.*)");

  /** timm's, and after them those of the authors' own files. */
  private static final Map<String, String> CONVNEXT =
      Map.of(
          "gamma", "layer_scale",
          "conv_dw", "block.0",
          "norm", "block.2",
          "mlp.fc1", "block.3",
          "mlp.fc2", "block.5",
          "dwconv", "block.0",
          "pwconv1", "block.3",
          "pwconv2", "block.5");

  private static final Map<String, String> REGNET =
      Map.of("conv1", "f.a", "conv2", "f.b", "conv3", "f.c", "se", "f.se", "downsample", "proj");

  private TimmStages() {}

  /** ConvNeXt by timm's names, or by those of its authors. */
  static String convNext(String key) {
    Matcher block = CONVNEXT_BLOCK.matcher(key);
    if (block.matches() && CONVNEXT.containsKey(block.group(3))) {
      String leaf = block.group(4) == null ? "" : block.group(4);
      int stage = 2 * Integer.parseInt(block.group(1)) + 1;
      String part = CONVNEXT.getOrDefault(block.group(3), "");
      return "features." + stage + "." + block.group(2) + "." + part + leaf;
    }
    Matcher between = CONVNEXT_BETWEEN.matcher(key);
    if (between.matches()) {
      String stage = between.group(1) == null ? between.group(2) : between.group(1);
      return "features." + 2 * Integer.parseInt(stage) + between.group(3);
    }
    Matcher around = CONVNEXT_AROUND.matcher(key);
    if (!around.matches()) {
      return key;
    }
    return switch (around.group(1)) {
          case "stem." -> "features.0.";
          case "norm", "head.norm" -> "classifier.0";
          default -> "classifier.2";
        }
        + around.group(2);
  }

  /** RegNetY by timm's names. */
  static String regNet(String key) {
    Matcher block = REGNET_BLOCK.matcher(key);
    if (block.matches() && REGNET.containsKey(block.group(3))) {
      String stage = "block" + block.group(1);
      int number = Integer.parseInt(block.group(2)) - 1;
      String layer = block.group(4).replace("conv", "0").replace("bn", "1");
      String part = REGNET.getOrDefault(block.group(3), "") + "." + layer;
      return "trunk_output.%s.%s-%d.%s.%s".formatted(stage, stage, number, part, block.group(5));
    }
    Matcher around = REGNET_AROUND.matcher(key);
    if (!around.matches()) {
      return key;
    }
    return switch (around.group(1)) {
          case "stem.conv" -> "stem.0";
          case "stem.bn" -> "stem.1";
          default -> "fc";
        }
        + around.group(2);
  }
}
