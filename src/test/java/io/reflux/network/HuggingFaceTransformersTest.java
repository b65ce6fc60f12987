package io.reflux.network;

import static io.reflux.network.TinyPublished.TINY;
import static io.reflux.network.TinyPublished.WIDTH;
import static io.reflux.network.TinyPublished.below;
import static io.reflux.network.TinyPublished.turned;
import static io.reflux.network.TinyPublished.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.engine.HostTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of Hugging Face: what is apart in them is joined, what is turned is turned back. */
class HuggingFaceTransformersTest {
  @TempDir Path folder;

  @Test
  void clipOfHuggingFaceIsJoinedAndTurned() throws IOException {
    String tiny = TINY.formatted("clip") + "components = 10";
    Map<String, HostTensor> own = weights(tiny);
    String part = "vision_model.";
    Map<String, HostTensor> file = new LinkedHashMap<>();
    own.forEach(
        (name, tensor) -> {
          String other = clip(name);
          if (name.contains("in_proj")) {
            apart(file, part + other.replace("in_proj_", "%s_proj."), tensor);
          } else if (name.equals("visual.proj")) {
            file.put("visual_projection.weight", turned(tensor));
          } else {
            file.put(part + other, tensor);
          }
        });
    file.put("text_model.final_layer_norm.weight", HostTensor.of(new float[2], 2));
    file.put(part + "embeddings.position_ids", HostTensor.of(new float[2], 1, 2));
    assertThat(loaded(tiny, "clip-huggingface", file)).isEqualTo(own);
  }

  private static String clip(String name) {
    return replaced(
        name,
        "visual.conv1",
        "embeddings.patch_embedding",
        "visual.positional_embedding",
        "embeddings.position_embedding.weight",
        "visual.class_embedding",
        "embeddings.class_embedding",
        "visual.ln_pre",
        "pre_layrnorm",
        "visual.ln_post",
        "post_layernorm",
        "visual.transformer.resblocks",
        "encoder.layers",
        "attn.",
        "self_attn.",
        "ln_1",
        "layer_norm1",
        "ln_2",
        "layer_norm2",
        "c_fc",
        "fc1",
        "c_proj",
        "fc2");
  }

  @Test
  void siglipOfHuggingFaceIsJoinedAndCut() throws IOException {
    String tiny = TINY.formatted("vit") + "class-token = false, vector = attention";
    Map<String, HostTensor> own = weights(tiny);
    Map<String, HostTensor> file = new LinkedHashMap<>();
    own.forEach(
        (name, tensor) -> {
          String other = "vision_model." + siglip(name);
          if (name.contains("qkv")) {
            apart(file, other.replace("qkv", "%s_proj"), tensor);
          } else if (name.equals("pos_embed")) {
            file.put(other, HostTensor.of(tensor.floats(), 16, WIDTH));
          } else if (!name.contains("pool.q.") && !name.contains("pool.kv.")) {
            file.put(other, tensor);
          }
        });
    for (String kind : List.of("weight", "bias")) {
      HostTensor query = Objects.requireNonNull(own.get("attn_pool.q." + kind));
      HostTensor others = Objects.requireNonNull(own.get("attn_pool.kv." + kind));
      file.put("vision_model.head.attention.in_proj_" + kind, below(query, others));
    }
    file.put("text_model.encoder.layers.0.mlp.fc1.bias", HostTensor.of(new float[2], 2));
    file.put("logit_scale", HostTensor.of(new float[1]));
    assertThat(loaded(tiny, "siglip-huggingface", file)).isEqualTo(own);
  }

  private static String siglip(String name) {
    String plain =
        name.startsWith("norm.")
            ? name.replace("norm.", "post_layernorm.")
            : name.replace("attn_pool.norm", "head.layernorm").replace(".norm", ".layer_norm");
    return replaced(
        plain,
        "patch_embed.proj",
        "embeddings.patch_embedding",
        "pos_embed",
        "embeddings.position_embedding.weight",
        "blocks.",
        "encoder.layers.",
        "attn_pool.latent",
        "head.probe",
        "attn_pool.proj",
        "head.attention.out_proj",
        "attn_pool.mlp",
        "head.mlp",
        "attn.qkv",
        "self_attn.qkv",
        "attn.proj",
        "self_attn.out_proj");
  }

  @ParameterizedTest
  @CsvSource({"gelu, mlp.fc1, mlp.fc2", "swiglu, mlp.weights_in, mlp.weights_out"})
  void dinoV2OfHuggingFaceIsJoined(String perceptron, String first, String second)
      throws IOException {
    String tiny =
        TINY.formatted("vit") + "registers = 2, mask-token = true, layer-scale = 1, perceptron = ";
    Map<String, HostTensor> own = weights(tiny + perceptron);
    Map<String, HostTensor> file = new LinkedHashMap<>();
    own.forEach(
        (name, tensor) -> {
          String other =
              replaced(
                  name,
                  "patch_embed.proj",
                  "embeddings.patch_embeddings.projection",
                  "pos_embed",
                  "embeddings.position_embeddings",
                  "cls_token",
                  "embeddings.cls_token",
                  "mask_token",
                  "embeddings.mask_token",
                  "register_tokens",
                  "embeddings.register_tokens",
                  "attn.proj",
                  "attention.output.dense",
                  "ls1.gamma",
                  "layer_scale1.lambda1",
                  "ls2.gamma",
                  "layer_scale2.lambda1",
                  "mlp.w12",
                  first,
                  "mlp.w3",
                  second);
          String placed =
              other.startsWith("norm.")
                  ? other.replace("norm.", "layernorm.")
                  : other.replace("blocks.", "encoder.layer.");
          if (name.contains("qkv")) {
            apart(file, placed.replace("attn.qkv", "attention.attention.%s"), tensor, "query");
          } else {
            file.put(placed, tensor);
          }
        });
    assertThat(loaded(tiny + perceptron, "dinov2-huggingface", file)).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({"gelu", "swiglu-apart"})
  void dinoV3OfHuggingFaceAndTimmIsJoinedAndCompleted(String perceptron) throws IOException {
    String tiny =
        TINY.formatted("vit")
            + "registers = 2, registers-key = storage_tokens, mask-token = true, layer-scale = 1,"
            + " qkv-bias = queries-and-values, positions = rotary, attention-heads = 2, perceptron"
            + " = "
            + perceptron;
    Map<String, HostTensor> own = weights(tiny);
    Map<String, HostTensor> hugging = new LinkedHashMap<>();
    Map<String, HostTensor> timm = new LinkedHashMap<>();
    own.forEach(
        (name, tensor) -> {
          if (name.contains("bias_mask") || name.contains("periods")) {
            return;
          }
          String other = dinoV3(name, perceptron);
          if (name.contains("qkv")) {
            apart(hugging, other.replace("attn.qkv", "attention.%s_proj"), tensor);
            timm.put(name, tensor);
          } else {
            boolean mask = name.equals("mask_token");
            hugging.put(other, mask ? HostTensor.of(tensor.floats(), 1, 1, WIDTH) : tensor);
            timm.put(timm(name, perceptron), tensor);
          }
        });
    hugging.keySet().removeIf(name -> name.contains("k_proj.bias"));
    timm.keySet().removeIf(name -> name.contains("qkv.bias") || name.contains("mask"));
    assertThat(loaded(tiny, "dinov3-huggingface", hugging)).isEqualTo(own);
    assertThat(loaded(tiny, "timm-dinov3", timm)).isEqualTo(own);
  }

  private static String dinoV3(String name, String perceptron) {
    String[] layers =
        perceptron.equals("gelu")
            ? new String[] {"mlp.fc1", "mlp.up_proj", "mlp.fc2", "mlp.down_proj"}
            : new String[] {
              "mlp.w1", "mlp.gate_proj", "mlp.w2", "mlp.up_proj", "mlp.w3", "mlp.down_proj"
            };
    return replaced(
        replaced(name, layers),
        "patch_embed.proj",
        "embeddings.patch_embeddings",
        "cls_token",
        "embeddings.cls_token",
        "mask_token",
        "embeddings.mask_token",
        "storage_tokens",
        "embeddings.register_tokens",
        "blocks.",
        "layer.",
        "attn.proj",
        "attention.o_proj",
        "ls1.gamma",
        "layer_scale1.lambda1",
        "ls2.gamma",
        "layer_scale2.lambda1");
  }

  private static String timm(String name, String perceptron) {
    String[] layers =
        perceptron.equals("gelu")
            ? new String[0]
            : new String[] {"mlp.w1", "mlp.fc1_g", "mlp.w2", "mlp.fc1_x", "mlp.w3", "mlp.fc2"};
    return replaced(
        replaced(name, layers),
        "storage_tokens",
        "reg_token",
        "ls1.gamma",
        "gamma_1",
        "ls2.gamma",
        "gamma_2");
  }

  @Test
  void whatCannotBeJoinedIsMissingByItsName() {
    String tiny = TINY.formatted("vit") + "class-token = false, vector = attention";
    Map<String, HostTensor> file = new LinkedHashMap<>();
    for (String part : List.of("q", "k", "v")) {
      int columns = part.equals("k") ? 3 : WIDTH;
      file.put(
          "vision_model.encoder.layers.0.self_attn." + part + "_proj.weight",
          HostTensor.of(new float[columns * WIDTH], WIDTH, columns));
    }
    assertThatThrownBy(() -> loaded(tiny, "siglip-huggingface", file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("blocks.0.attn.qkv.weight")
        .hasMessageContaining(
            "unexpected: blocks.0.attn.q.weight, blocks.0.attn.k.weight, blocks.0.attn.v.weight");
  }

  private Map<String, HostTensor> loaded(String tiny, String map, Map<String, HostTensor> published)
      throws IOException {
    return new TinyPublished(folder).loaded(tiny, map, published);
  }

  private static String replaced(String name, String... pairs) {
    String other = name;
    for (int i = 0; i < pairs.length; i += 2) {
      other = other.replace(pairs[i], pairs[i + 1]);
    }
    return other;
  }

  /** Puts the thirds of a tensor under the names of queries, keys and values. */
  private static void apart(
      Map<String, HostTensor> file, String name, HostTensor tensor, String... words) {
    List<String> parts =
        words.length == 0 ? List.of("q", "k", "v") : List.of("query", "key", "value");
    float[] all = tensor.floats();
    int third = all.length / 3;
    long[] shape = tensor.shape().clone();
    shape[0] /= 3;
    for (int i = 0; i < 3; i++) {
      float[] own = Arrays.copyOfRange(all, i * third, (i + 1) * third);
      file.put(name.formatted(parts.get(i)), HostTensor.of(own, shape));
    }
  }
}
