package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.chance.Chance;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.weights.KeyFit;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
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

/** Files of vision transformers as they are published: all of their names, and what is joined. */
class PublishedTransformersTest {
  private static final Path LISTS = Path.of("src/golden/networks-foundation");
  private static final int WIDTH = 24;
  private static final String TINY =
      "backbone = %s, width = 24, depth = 2, patch = 8, image-side = 32, attention-heads = 2,"
          + " embedding = 0, pooling = own, ";

  /** As much memory as the largest tensor of a list needs; all of them look at it. */
  private static final ByteBuffer ZEROS = ByteBuffer.allocate(80 << 20);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vit-small|timm|dino_vits16",
        "vit-small, patch = 8|timm|dino_vits8",
        "vit-base|timm|dino_vitb16",
        "vit-base|timm|timm_vit_base_patch16_224",
        "vit-small|timm|timm_deit_small_patch16_224",
        "vit, width = 768, depth = 12, attention-heads = 12, distillation-token = true|timm|"
            + "timm_deit_base_distilled_patch16_224",
        "dinov2-small|timm|timm_vit_small_patch14_dinov2",
        "dinov2-small, registers = 4|timm|timm_vit_small_patch14_reg4_dinov2",
        "dinov2-small, registers = 4|timm|dinov2_vits14_reg",
        "dinov2-base|timm|dinov2_vitb14",
        "dinov2-large, registers = 4|same|dinov2_vitl14_reg",
        "dinov3-small|same|dinov3_vits16",
        "dinov3-small-plus|timm|dinov3_vits16plus",
        "dinov3-base|same|dinov3_vitb16",
        "dinov3-large|timm|dinov3_vitl16",
        "siglip-base|timm|siglip_vitb16_224",
        "siglip-so400m|timm|siglip_so400m_patch14_224",
        "clip-base|clip|clip_vitb32",
        "clip-base, patch = 16|same|clip_vitb16",
        "clip-large|clip|clip_vitl14"
      })
  void everyPublishedKeyFits(String backbone, String map, String list) throws IOException {
    Map<String, HostTensor> published = listed(list);
    published.keySet().removeIf(key -> key.startsWith("head."));
    NetworkSettings settings = settings("backbone = " + backbone + ", embedding = 0", map, "x");
    Network network = settings.build();
    KeyFit fit =
        settings
            .weights()
            .orElseThrow()
            .fit(new NamedTensors(published), FirstWeights.wanted(network, true));
    assertThat(fit.report()).isEmpty();
    assertThat(fit.fitting().names())
        .containsAll(
            network.keys().stream()
                .filter(key -> key.part() != Key.Part.UNUSED)
                .map(Key::name)
                .toList());
  }

  @Test
  void ofAWholeClipTheVisualPartIsTaken() throws IOException {
    String tiny = TINY.formatted("clip") + "components = 10";
    Map<String, HostTensor> own = weights(tiny);
    Map<String, HostTensor> whole = new LinkedHashMap<>(own);
    own.forEach((name, tensor) -> whole.put(name.replace("visual.", ""), tensor));
    whole.put("logit_scale", HostTensor.of(new float[1]));
    whole.put("token_embedding.weight", HostTensor.of(new float[6], 2, 3));
    assertThat(loaded(tiny, "clip", whole)).isEqualTo(own);
    Map<String, HostTensor> parallel = new LinkedHashMap<>();
    whole.forEach((name, tensor) -> parallel.put("module." + name, tensor));
    assertThat(loaded(tiny, "clip", parallel)).isEqualTo(own);
    whole.keySet().removeIf(name -> name.startsWith("visual."));
    whole.keySet().removeAll(List.of("logit_scale", "token_embedding.weight"));
    assertThat(loaded(tiny, "clip-visual", whole)).isEqualTo(own);
  }

  @Test
  void aClipThatIsAProgramIsReadToo() throws IOException {
    String tiny = TINY.formatted("clip") + "components = 10";
    Map<String, HostTensor> own = weights(tiny);
    Path program = folder.resolve("ViT-B-32.pt");
    Lowering lowering = Lowering.training(Precision.FLOAT32, "embedding");
    Settings.read(tiny).build().lower(lowering, own, program);
    NetworkSettings settings = settings(tiny, "clip", program.toString());
    assertThat(FirstWeights.published(settings, settings.build())).isEqualTo(own);
  }

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
  void timmsDinoV2WithRegistersHasThePositionOfItsClassTokenInTheToken() throws IOException {
    String tiny = TINY.formatted("vit") + "registers = 2";
    Map<String, HostTensor> file = weights(tiny);
    HostTensor registers = Objects.requireNonNull(file.remove("register_tokens"));
    float[] positions = Objects.requireNonNull(file.get("pos_embed")).floats();
    file.put("reg_token", registers);
    float[] places = Arrays.copyOfRange(positions, WIDTH, positions.length);
    file.put("pos_embed", HostTensor.of(places, 1, 16, WIDTH));
    Map<String, HostTensor> read = loaded(tiny, "timm", file);
    assertThat(read.get("register_tokens")).isEqualTo(registers);
    Arrays.fill(positions, 0, WIDTH, 0);
    assertThat(read.get("pos_embed")).isEqualTo(HostTensor.of(positions, 1, 17, WIDTH));
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

  /** A file's tensors, all zeros. */
  private static Map<String, HostTensor> listed(String list) throws IOException {
    JsonNode keys =
        new ObjectMapper().readTree(LISTS.resolve(list + ".keys.json").toFile()).path("keys");
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    for (JsonNode key : keys) {
      long[] shape = new long[key.path("shape").size()];
      Arrays.setAll(shape, i -> key.path("shape").get(i).asLong());
      long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      ByteBuffer data = ZEROS.duplicate().limit(Math.toIntExact(4 * count));
      tensors.put(key.path("key").asText(), new HostTensor(ElementType.FLOAT32, shape, data));
    }
    return tensors;
  }

  private Map<String, HostTensor> weights(String settings) {
    return new LinkedHashMap<>(Settings.read(settings).build().initialWeights(Chance.of(3)));
  }

  private Map<String, HostTensor> loaded(String tiny, String map, Map<String, HostTensor> published)
      throws IOException {
    Path file = folder.resolve("published.safetensors");
    new SafetensorsFile(new NamedTensors(published), Map.of()).write(file);
    NetworkSettings settings = settings(tiny, map, file.toString());
    Network network = settings.build();
    Map<String, HostTensor> read = new LinkedHashMap<>(FirstWeights.published(settings, network));
    network.keys().stream()
        .filter(key -> key.name().equals("mask_token"))
        .forEach(key -> read.put(key.name(), HostTensor.of(new float[WIDTH], 1, WIDTH)));
    return read;
  }

  private static NetworkSettings settings(String settings, String map, String file) {
    return Settings.read(
        settings + ", pooling = own, weights-keys = " + map + ", weights = \"" + file + "\"");
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

  private static HostTensor below(HostTensor first, HostTensor second) {
    float[] all = Arrays.copyOf(first.floats(), (int) (first.count() + second.count()));
    System.arraycopy(second.floats(), 0, all, (int) first.count(), (int) second.count());
    long[] shape = first.shape().clone();
    shape[0] += second.shape()[0];
    return HostTensor.of(all, shape);
  }

  private static HostTensor turned(HostTensor matrix) {
    int rows = (int) matrix.shape()[0];
    int columns = (int) matrix.shape()[1];
    float[] from = matrix.floats();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      to[i % columns * rows + i / columns] = from[i];
    }
    return HostTensor.of(to, columns, rows);
  }
}
