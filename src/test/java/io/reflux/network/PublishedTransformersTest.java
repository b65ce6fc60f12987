package io.reflux.network;

import static io.reflux.network.TinyPublished.TINY;
import static io.reflux.network.TinyPublished.WIDTH;
import static io.reflux.network.TinyPublished.weights;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.engine.ElementType;
import io.reflux.engine.HostTensor;
import io.reflux.weights.KeyFit;
import io.reflux.weights.NamedTensors;
import java.io.IOException;
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
    NetworkSettings settings =
        TinyPublished.settings("backbone = " + backbone + ", embedding = 0", map, "x");
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
    assertThat(new TinyPublished(folder).loaded(tiny, "clip", whole)).isEqualTo(own);
    Map<String, HostTensor> parallel = new LinkedHashMap<>();
    whole.forEach((name, tensor) -> parallel.put("module." + name, tensor));
    assertThat(new TinyPublished(folder).loaded(tiny, "clip", parallel)).isEqualTo(own);
    whole.keySet().removeIf(name -> name.startsWith("visual."));
    whole.keySet().removeAll(List.of("logit_scale", "token_embedding.weight"));
    assertThat(new TinyPublished(folder).loaded(tiny, "clip-visual", whole)).isEqualTo(own);
  }

  @Test
  void aClipThatIsAProgramIsReadToo() throws IOException {
    String tiny = TINY.formatted("clip") + "components = 10";
    Map<String, HostTensor> own = weights(tiny);
    Path program = folder.resolve("ViT-B-32.pt");
    Lowering lowering = Lowering.training(Precision.FLOAT32, "embedding");
    Settings.read(tiny).build().lower(lowering, own, program);
    NetworkSettings settings = TinyPublished.settings(tiny, "clip", program.toString());
    assertThat(FirstWeights.published(settings, settings.build())).isEqualTo(own);
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
    Map<String, HostTensor> read = new TinyPublished(folder).loaded(tiny, "timm", file);
    assertThat(read.get("register_tokens")).isEqualTo(registers);
    Arrays.fill(positions, 0, WIDTH, 0);
    assertThat(read.get("pos_embed")).isEqualTo(HostTensor.of(positions, 1, 17, WIDTH));
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
}
