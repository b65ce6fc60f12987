package io.reflux.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.engine.Device;
import io.reflux.engine.HostTensor;
import io.reflux.engine.Program;
import io.reflux.engine.TensorScope;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What golden cases don't say of vision transformers; those hold outputs and gradients. */
class VisionTransformerTest {
  private static final String SMALL =
      "backbone = vit, width = 24, depth = 3, patch = 8, image-side = 32, embedding = 10";
  private static final int WIDTH = 24;

  @TempDir Path folder;

  private final Network network = Settings.read(SMALL + ", pooling = own").build();
  private final Map<String, HostTensor> weights = network.initialWeights(Chance.of(5));

  @Test
  void keysAreTimms() {
    assertThat(network.keys())
        .extracting(Key::name)
        .startsWith("patch_embed.proj.weight", "patch_embed.proj.bias", "cls_token", "pos_embed")
        .contains("blocks.2.attn.qkv.bias", "blocks.2.mlp.fc2.weight", "norm.bias");
    assertThat(Settings.read(SMALL + ", keys = torchvision").build().keys())
        .extracting(Key::name)
        .contains("head.weight", "head.bias");
  }

  @Test
  void positionsOfTheLearntGridAreAddedAsTheyAre() throws IOException {
    Answers answers = answers(32, "patch_embed", "tokens");
    float[] patches = answers.get(0);
    float[] tokens = answers.get(1);
    float[] positions = floats("pos_embed");
    float[] first = floats("cls_token");
    int places = 17;
    assertThat(tokens).hasSize(2 * places * WIDTH);
    for (int i = 0; i < tokens.length; i++) {
      int component = i % WIDTH;
      int place = i / WIDTH % places;
      int image = i / (WIDTH * places);
      float token =
          place == 0 ? first[component] : patches[((image * 16) + place - 1) * WIDTH + component];
      assertThat(tokens[i]).isEqualTo(token + positions[place * WIDTH + component]);
    }
  }

  @Test
  void itsVectorIsTheClassTokenAndItsMapTheOthers() throws IOException {
    Answers answers = answers(40, "norm", "features", "patch_tokens", "map1");
    float[] norm = answers.get(0);
    float[] others = answers.get(2);
    float[] map = answers.get(3);
    for (int image = 0; image < 2; image++) {
      for (int component = 0; component < WIDTH; component++) {
        assertThat(answers.get(1)[image * WIDTH + component])
            .isEqualTo(norm[image * 26 * WIDTH + component]);
        for (int place = 0; place < 25; place++) {
          float token = norm[(image * 26 + 1 + place) * WIDTH + component];
          assertThat(others[(image * 25 + place) * WIDTH + component]).isEqualTo(token);
          assertThat(map[(image * WIDTH + component) * 25 + place]).isEqualTo(token);
        }
      }
    }
  }

  @Test
  void imagesOfAnySidePassThatHoldsAPatch() {
    assertThat(network.outputShapes(47).get("map1")).containsExactly(1, WIDTH, 5, 5);
    assertThat(network.outputShapes(8).get("norm")).containsExactly(1, 2, WIDTH);
    assertThatThrownBy(() -> network.outputShapes(7))
        .hasMessage("map side: 7 (expected: at least 8)");
  }

  @Test
  void aTimmFileWithItsClassifierIsTakenForTheBackboneAlone() throws IOException {
    Map<String, HostTensor> published = new LinkedHashMap<>(weights);
    published.keySet().removeIf(key -> key.startsWith("embedding."));
    published.put("head.weight", HostTensor.of(new float[3 * WIDTH], 3, WIDTH));
    published.put("head.bias", HostTensor.of(new float[3], 3));
    Path file = folder.resolve("vit.safetensors");
    new SafetensorsFile(new NamedTensors(published), Map.of()).write(file);
    NetworkSettings settings =
        Settings.read(SMALL + ", weights-keys = timm, weights = \"" + file + "\"");
    Map<String, HostTensor> first = FirstWeights.of(settings, settings.build(), Chance.of(6));
    assertThat(first.get("blocks.1.attn.qkv.weight"))
        .isEqualTo(weights.get("blocks.1.attn.qkv.weight"));
    assertThat(first).containsKey("embedding.weight").doesNotContainKey("head.weight");
  }

  @Test
  void registersStandBetweenTheClassTokenAndThePatches() throws IOException {
    Network registered = Settings.read(SMALL + ", pooling = own, registers = 2").build();
    Map<String, HostTensor> first = registered.initialWeights(Chance.of(5));
    Answers answers =
        answers(registered, first, 32, "tokens", "norm", "reg_tokens", "patch_tokens");
    int row = 19 * WIDTH;
    float[] registers = Objects.requireNonNull(first.get("register_tokens")).floats();
    for (int image = 0; image < 2; image++) {
      int start = image * row + WIDTH;
      assertThat(Arrays.copyOfRange(answers.get(0), start, start + 2 * WIDTH)).isEqualTo(registers);
      float[] norm = Arrays.copyOfRange(answers.get(1), image * row, (image + 1) * row);
      assertThat(Arrays.copyOfRange(norm, WIDTH, 3 * WIDTH))
          .isEqualTo(rows(answers.get(2), image, 2 * WIDTH));
      assertThat(Arrays.copyOfRange(norm, 3 * WIDTH, row))
          .isEqualTo(rows(answers.get(3), image, 16 * WIDTH));
    }
  }

  @Test
  void aFileOfDinoV2sIsTakenWholeAndOneWithoutTheMaskTokenToo() throws IOException {
    String settings = "backbone = dinov2-small, embedding = 0, pooling = own, registers = 4";
    Network whole = Settings.read(settings).build();
    Map<String, HostTensor> published = new LinkedHashMap<>(whole.initialWeights(Chance.of(3)));
    assertThat(published).containsKeys("mask_token", "register_tokens", "blocks.11.ls2.gamma");
    for (String without : List.of("", "mask_token")) {
      published.remove(without);
      Path file = folder.resolve("dinov2" + without + ".safetensors");
      new SafetensorsFile(new NamedTensors(published), Map.of()).write(file);
      NetworkSettings reading =
          Settings.read(settings + ", weights-keys = timm, weights = \"" + file + "\"");
      Map<String, HostTensor> read = FirstWeights.published(reading, reading.build());
      assertThat(read.get("pos_embed")).isEqualTo(published.get("pos_embed"));
      assertThat(read).hasSize(whole.keys().size());
    }
  }

  @Test
  void twoClassTokensAreAnsweredByTheirMean() throws IOException {
    Network two = Settings.read(SMALL + ", pooling = own, distillation-token = true").build();
    Answers answers =
        answers(two, two.initialWeights(Chance.of(5)), 32, "norm", "features", "patch_tokens");
    float[] norm = rows(answers.get(0), 1, 18 * WIDTH);
    for (int component = 0; component < WIDTH; component++) {
      assertThat(answers.get(1)[WIDTH + component])
          .isEqualTo((norm[component] + norm[WIDTH + component]) / 2);
    }
    assertThat(Arrays.copyOfRange(norm, 2 * WIDTH, norm.length))
        .isEqualTo(rows(answers.get(2), 1, 16 * WIDTH));
  }

  @Test
  void withoutAClassTokenNothingElseCanBeTheVector() {
    Problems problems = new Problems();
    NetworkSettings.read(
        new Section(
            ConfigFactory.parseString("backbone = vit, class-token = false").root(),
            Defaults.NONE,
            "network",
            problems));
    assertThat(problems.all())
        .extracting(Object::toString)
        .containsExactly(
            "String:1: network.class-token: false"
                + " (expected: true; vector or distillation-token asks for it)");
  }

  @Test
  void mistakesAreNoted() {
    Problems problems = new Problems();
    NetworkSettings.read(
        new Section(
            ConfigFactory.parseString(
                    "backbone = vit, width = 10, attention-heads = 4, image-side = 8")
                .root(),
            Defaults.NONE,
            "network",
            problems));
    assertThat(problems.all())
        .extracting(Object::toString)
        .containsExactly(
            "String:1: network.attention-heads: 4 (expected: a divisor of width, 10)",
            "String:1: network.image-side: 8 (expected: at least patch, 16)");
  }

  /** Answers of two images, by the place of their names. */
  private record Answers(List<float[]> all) {
    float[] get(int place) {
      return all.get(place);
    }
  }

  private Answers answers(int side, String... outputs) throws IOException {
    return answers(network, weights, side, outputs);
  }

  private Answers answers(
      Network asked, Map<String, HostTensor> values, int side, String... outputs)
      throws IOException {
    Path file = folder.resolve("answers.pt");
    asked.lower(Lowering.inference(Precision.FLOAT32, outputs).onNumbers(), values, file);
    try (TensorScope scope = TensorScope.open("test", Device.CPU);
        Program program = Program.load(file, scope)) {
      List<float[]> all = new ArrayList<>();
      for (NDArray answer : program.infer(new NDList(images(scope, side)))) {
        all.add(answer.toFloatArray());
      }
      return new Answers(all);
    }
  }

  /** The values of one image. */
  private static float[] rows(float[] all, int image, int each) {
    return Arrays.copyOfRange(all, image * each, (image + 1) * each);
  }

  private static NDArray images(TensorScope scope, int side) {
    return scope.manager().arange(2f * 3 * side * side).sin().reshape(2, 3, side, side);
  }

  private float[] floats(String key) {
    return Objects.requireNonNull(weights.get(key)).floats();
  }
}
