package io.reflux.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pipeline file that ships is read without a problem, and to the same again. */
class ShippedPipelinesTest {
  private static final Path FOLDER = Path.of("pipelines");
  private static final List<String> TRANSFERS =
      List.of(
          "relaxed-contrastive",
          "relaxed-multi-similarity",
          "fitnet",
          "attention-transfer",
          "crd",
          "dark-rank",
          "pkt",
          "rkd");

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(file -> file.toString().endsWith(".conf"))
          .filter(file -> !file.startsWith(FOLDER.resolve("shared")))
          .sorted()
          .toList();
    }
  }

  /** The files of the papers' command lines: those below the folder of a dataset. */
  static List<Path> ofPapers() throws IOException {
    List<String> others =
        List.of("quickstart.conf", "side-by-side", "bench", "omniglot", "flowers102");
    return files().stream()
        .filter(file -> !others.contains(FOLDER.relativize(file).getName(0).toString()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void isReadWithoutAProblem(Path file) throws PipelineException {
    Pipeline pipeline = Pipeline.readForAnyMachine(file);
    assertThat(pipeline.tasks()).isNotEmpty();
    Pipeline again =
        Pipeline.parse(pipeline.resolved(), Path.of("/elsewhere"), Environment.ANY_MACHINE);
    assertThat(again.resolved()).isEqualTo(pipeline.resolved());
  }

  @Test
  void theQuickstartRunsOnThisMachine() throws PipelineException {
    Pipeline pipeline = Pipeline.read(FOLDER.resolve("quickstart.conf"));
    assertThat(pipeline.name()).isEqualTo("quickstart");
  }

  @ParameterizedTest
  @CsvSource({
    "feature-regression/resnet18-384_from_dinov2-small, dinov2_vits14_pretrain.pth",
    "relaxed-contrastive/mobilenet-v3-small-128_from_clip-base, ViT-B-32.pt",
    "cos-press/resnet18-128_from_siglip-base, model.safetensors",
    "queue-similarity/resnet18-384_from_dinov3-small, dinov3-downloads/"
  })
  void sayWhereAMissingFoundationModelIsPublished(String pipeline, String published) {
    Path file = FOLDER.resolve("flowers102").resolve(pipeline + ".conf");
    assertThatThrownBy(() -> Pipeline.read(file))
        .isInstanceOfSatisfying(
            PipelineException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Object::toString)
                    .filteredOn(problem -> problem.contains(".teacher.network.weights: "))
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .contains("(expected: a file that is there; it is published at https://")
                    .endsWith(published + ")"));
  }

  @Test
  void sayWhereBothOfTwoMissingTeachersArePublished() {
    Path file =
        FOLDER.resolve("flowers102/two-teachers/resnet18_from_dinov2-small_and_clip-base.conf");
    assertThatThrownBy(() -> Pipeline.read(file))
        .hasMessageContainingAll(
            ".teachers.dinov2.network.weights: ",
            "/dinov2_vits14_pretrain.pth)",
            ".teachers.clip.network.weights: ",
            "/ViT-B-32.pt)");
  }

  @Test
  void thereIsOneForEveryPublishedCommandLine() throws IOException {
    List<String> names = ofPapers().stream().map(f -> FOLDER.relativize(f).toString()).toList();
    for (String dataset : List.of("cub-200-2011", "cars-196", "stanford-online-products")) {
      for (String transfer : TRANSFERS) {
        for (String setting :
            List.of(
                "bn-inception-512_from_bn-inception-512",
                "bn-inception-64_from_bn-inception-512",
                "resnet18-128_from_resnet50-512")) {
          assertThat(names).contains(dataset + "/" + transfer + "/" + setting + ".conf");
        }
      }
      assertThat(names)
          .contains(
              dataset + "/compare-transfer.conf",
              dataset + "/proxy-anchor/bn-inception-512_from_imagenet.conf",
              dataset + "/diva/resnet50-512_from_imagenet.conf",
              dataset + "/diva/bn-inception-512_from_imagenet.conf");
      for (String base : List.of("multi-similarity", "margin", "r-margin")) {
        for (String variant : List.of("dsd", "msd", "msdf", "msdfa")) {
          assertThat(names)
              .contains(dataset + "/" + variant + "-" + base + "/resnet50-128_from_self.conf");
        }
      }
    }
    for (String special :
        List.of("weak-weak", "weak-strong", "strong-strong", "linear-head", "two-layer-head")) {
      assertThat(names).contains("imagenet/simreg/resnet18_from_moco-v2-" + special + ".conf");
    }
    assertThat(names)
        .filteredOn(name -> name.startsWith("imagenet/simreg/"))
        .hasSize(4 * 3 * 2 + 5);
  }

  @ParameterizedTest
  @MethodSource("ofPapers")
  void saysWhatIsSpecialInFewLines(Path file) throws IOException {
    assertThat(Files.readAllLines(file)).hasSizeLessThan(25);
    assertThat(Files.readString(file)).startsWith("# ").contains("include \"");
  }

  @ParameterizedTest
  @MethodSource("ofPapers")
  void lacksNothingButDataAndPublishedWeights(Path file) {
    try {
      Pipeline.read(file);
    } catch (PipelineException e) {
      assertThat(e.problems())
          .allSatisfy(
              problem ->
                  assertThat(problem.toString())
                      .containsAnyOf(
                          ".weights: \"weights/", "data.root: ", "does not exist (expected:"));
    }
  }
}
