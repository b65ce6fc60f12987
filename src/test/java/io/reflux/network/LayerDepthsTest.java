package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every parameter has a depth, and depths grow from the images to the embedding. */
class LayerDepthsTest {

  /** BEiT's get_num_layer_for_vit: 0, block + 1, and depth + 1 for what comes after. */
  @Test
  void transformersGoBlockByBlock() {
    Map<String, Integer> below = below("backbone = dinov2-small, registers = 4, pooling = own");
    assertThat(below)
        .containsEntry("cls_token", 13)
        .containsEntry("pos_embed", 13)
        .containsEntry("register_tokens", 13)
        .containsEntry("patch_embed.proj.weight", 13)
        .containsEntry("blocks.0.norm1.weight", 12)
        .containsEntry("blocks.11.mlp.fc2.bias", 1)
        .containsEntry("norm.weight", 0);
  }

  @Test
  void anotherNameOfBlocksAndLayersBehindThemAreNoMatter() {
    assertThat(below("backbone = clip-base, pooling = own"))
        .containsEntry("visual.conv1.weight", 13)
        .containsEntry("visual.ln_pre.weight", 13)
        .containsEntry("visual.transformer.resblocks.4.attn.in_proj_weight", 8)
        .containsEntry("visual.proj", 0);
  }

  @Test
  void convolutionalNetworksGoStageByStage() {
    assertThat(below("backbone = resnet50, embedding = 8"))
        .containsEntry("conv1.weight", 5)
        .containsEntry("layer1.0.downsample.0.weight", 4)
        .containsEntry("layer4.2.bn3.bias", 1);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyBackboneHasSeveral(String name) {
    Network network = Settings.read("backbone = " + name + ", embedding = 8").build();
    Map<String, Integer> below = network.depthsBelow();
    Set<Integer> depths = new TreeSet<>();
    int last = Integer.MAX_VALUE;
    for (Key key : network.keys()) {
      assertThat(below).containsKey(key.name());
      if (key.part() == Key.Part.EMBEDDING) {
        assertThat(below).containsEntry(key.name(), 0);
      } else if (key.kind().learns() && key.part() == Key.Part.BACKBONE) {
        int depth = below.getOrDefault(key.name(), -1);
        assertThat(depth).as(key.name()).isBetween(0, last);
        last = depth;
        depths.add(depth);
      }
    }
    assertThat(depths).hasSizeGreaterThanOrEqualTo(4);
    assertThat(depths).hasSize(new TreeSet<>(below.values()).last() + (depths.contains(0) ? 1 : 0));
  }

  static Set<String> names() {
    Set<String> names = new TreeSet<>(Backbones.CATALOGUE.names());
    names.remove("dinov2-giant");
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"stochastic-depth = 0.1", "dropout = 0.1"})
  void whatTrainingLeavesOutMovesNoDepth(String drop) {
    String plain = "backbone = resnet18, embedding = 8";
    assertThat(below(plain + ", " + drop)).isEqualTo(below(plain));
  }

  private static Map<String, Integer> below(String hocon) {
    return Settings.read(hocon).build().depthsBelow();
  }
}
