package io.reflux.conformance.networks;

import java.util.LinkedHashMap;
import java.util.Map;

/** torchvision's convolutional networks of golden cases, as a pipeline file would describe them. */
final class ConvNetRecipe {
  private static final String HOME = "torchvision_";

  private ConvNetRecipe() {}

  /** True for a network that can be described here. */
  static boolean knows(String name) {
    return name.matches(HOME + "(convnext|efficientnet|mobilenet_v3|regnet_y)_.*");
  }

  /** The settings of a network with torchvision's classifier. */
  static String settings(String name) {
    String backbone =
        name.substring(HOME.length()).replace("mobilenet_v3", "mobilenet-v3").replace('_', '-');
    return "keys = torchvision, pooling = own, embedding = 1000, backbone = " + backbone;
  }

  /** Our names of the outputs. */
  static Map<String, String> names(String name) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("logits", "embedding");
    boolean ownLayers = name.contains("convnext") || name.contains("mobilenet");
    names.put("feat", ownLayers ? "pooled" : "features");
    for (int stage = 1; stage <= 4; stage++) {
      names.put("block" + stage, "map" + stage);
    }
    return names;
  }
}
