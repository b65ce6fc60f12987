package io.reflux.weights;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** timm's names of MobileNetV2 as torchvision's: blocks in stages there, in one row here. */
final class TimmMobileNet {
  private static final Pattern BLOCK =
      Pattern.compile("blocks\\.([0-6])\\.(\\d)\\.(\\w+)\\.(\\w+)");
  private static final List<Integer> FIRST_OF_STAGE = List.of(1, 2, 4, 7, 11, 14, 17);

  private static final Map<String, String> SEPARABLE =
      Map.of("conv_dw", "conv.0.0", "bn1", "conv.0.1", "conv_pw", "conv.1", "bn2", "conv.2");

  private static final Map<String, String> INVERTED =
      Map.of(
          "conv_pw", "conv.0.0",
          "bn1", "conv.0.1",
          "conv_dw", "conv.1.0",
          "bn2", "conv.1.1",
          "conv_pwl", "conv.2",
          "bn3", "conv.3");

  private static final Map<String, String> AROUND =
      Map.of(
          "conv_stem", "features.0.0",
          "bn1", "features.0.1",
          "conv_head", "features.18.0",
          "bn2", "features.18.1",
          "classifier", "classifier.1");

  private TimmMobileNet() {}

  /** The name that torchvision gives to the tensor of a key. */
  static String torchvision(String key) {
    Matcher block = BLOCK.matcher(key);
    if (block.matches()) {
      int stage = Integer.parseInt(block.group(1));
      int feature = FIRST_OF_STAGE.get(stage) + Integer.parseInt(block.group(2));
      String part = (stage == 0 ? SEPARABLE : INVERTED).get(block.group(3));
      return part == null ? key : "features." + feature + "." + part + "." + block.group(4);
    }
    int dot = key.indexOf('.');
    String other = dot < 0 ? null : AROUND.get(key.substring(0, dot));
    return other == null ? key : other + key.substring(dot);
  }
}
