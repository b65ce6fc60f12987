package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.chance.Chance;
import io.reflux.cli.CaseFolder.Said;
import io.reflux.engine.HostTensor;
import io.reflux.network.NetworkSettings;
import io.reflux.setting.HoconFile;
import io.reflux.setting.Problems;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people met with other programs and reported, each with its right outcome here. */
class ReportedCasesTest {
  private static final String EPOCH = "tasks.t.train.epochs=1";
  private static final String PUBLISHED =
      """
      network { backbone = conv4, widths = [4, 4, 4, 4], embedding = 0, pooling = average%s }
      view { steps = [ { type = resize, side = 16, square = true } ] }
      """;

  @TempDir Path root;
  private CaseFolder folder;

  @BeforeEach
  void begin() throws IOException {
    folder = new CaseFolder(root);
  }

  /** huggingface/datasets#4015, fastai#2270: two classes "train" and "val", and recall 100. */
  @Test
  void foldersTrainAndValAreParts() throws IOException {
    List<String> classes = List.of("ant", "bee", "cat", "dog");
    folder.pictures("data/train", classes, 6).pictures("data/val", classes, 3);
    assertThat(folder.check())
        .matches(said -> said.code() == ExitCode.DONE)
        .extracting(Said::out)
        .asString()
        .contains("train on 24 images of 4 classes", "test on  12 images of 4 classes");
    assertThat(folder.run("r", EPOCH).code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aTestPartOfOneClassIsRefused() throws IOException {
    folder.pictures("data", List.of("some", "val"), 6);
    for (Said said : List.of(folder.check(), folder.run("r"))) {
      assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(said.all())
          .contains(
              "evaluate.queries: test, of class val alone: 1 class to measure on (expected: at"
                  + " least 2 to tell apart, for recall@1, map@r)");
    }
    assertThat(root.resolve("r")).doesNotExist();
  }

  /** timm#2003, nanoGPT#325: wrappers around the names of a network. */
  @Test
  void wrappersOfNamesAreTakenAway() throws IOException {
    folder.pictures(2);
    byte[] plain = embedded("plain", "");
    for (String wrapper : List.of("module.", "_orig_mod.module.", "model.", "backbone.")) {
      assertThat(embedded("wrapped", wrapper)).as(wrapper).isEqualTo(plain);
    }
  }

  /** Embeds a picture by a network whose weights lie in a file under wrapped names. */
  private byte[] embedded(String name, String wrapper) throws IOException {
    Path file = folder.at(name + ".safetensors");
    Map<String, HostTensor> tensors = new LinkedHashMap<>();
    NetworkSettings settings =
        NetworkSettings.read(
            HoconFile.parse(PUBLISHED.formatted(""), "m.conf", root, new Problems())
                .orElseThrow()
                .section("network"));
    settings
        .build()
        .initialWeights(Chance.of(3))
        .forEach((key, tensor) -> tensors.put(wrapper + key, tensor));
    new SafetensorsFile(new NamedTensors(tensors), Map.of()).write(file);
    Files.writeString(
        folder.at("m.conf"), PUBLISHED.formatted(", weights = \"" + file.getFileName() + "\""));
    Path out = folder.at("embedding.npy");
    Said said =
        folder.reflux(
            "embed",
            folder.at("m.conf").toString(),
            folder.at("data/c00/000.png").toString(),
            "--out",
            out.toString());
    assertThat(said.code()).as(said.all()).isEqualTo(ExitCode.DONE);
    return Files.readAllBytes(out);
  }

  /** Pillow#2574, #1108: every picture white. */
  @Test
  void grayOfSixteenBitsIsToldAndScaled() throws IOException {
    folder.deepGrays(8, 4);
    assertThat(folder.run("clipped", EPOCH).code()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.at("clipped/reflux.log")))
        .contains(
            "gray of 16 bits beyond 255 becomes white (decode.sixteen-bit = scale would keep it)",
            "16 of the first 16 pictures were gray of 16 bits");
    assertThat(folder.run("scaled", EPOCH, "data.decode.sixteen-bit=scale").code())
        .isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(folder.at("scaled/reflux.log"))).doesNotContain("16 bits");
    assertThat(Files.readAllLines(folder.at("scaled/metrics.csv")).get(1))
        .isNotEqualTo(Files.readAllLines(folder.at("clipped/metrics.csv")).get(1));
  }

  /** PML#744, powerful-benchmarker#79: a loss of 0.0 at every step, and success. */
  @ParameterizedTest
  @CsvSource({
    "1, 'images-per-class: 1 (expected: >= 2, or more views: multi-similarity of t compares'",
    "4, 'batch-size: 4 (expected: room for 2 classes: multi-similarity of t compares images of'"
  })
  void batchesThatTeachNothingAreRefused(int imagesPerClass, String sentence) throws IOException {
    folder.pictures(8);
    String sampler =
        "tasks.t.train.sampler={type=class-balanced,batch-size=4,images-per-class=%d}"
            .formatted(imagesPerClass);
    String method = "tasks.t.train.method={type=multi-similarity}";
    for (Said said : List.of(folder.check(method, sampler), folder.run("r", method, sampler))) {
      assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(said.all()).contains(sentence);
    }
    assertThat(folder.run("r", sampler, EPOCH).code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void metricsThatSayLittleAreTold() throws IOException {
    folder.pictures("data", List.of("a", "b"), 4).pictures("data", List.of("c"), 1);
    folder.pictures("data", List.of("d"), 3);
    String metrics = "tasks.t.train.evaluate.metrics=[\"recall@1\", \"recall@3\"]";
    String alone =
        "evaluate: 1 of 4 queries have no other image of their class to find (expected: two of each"
            + " class, for recall@1, recall@3)";
    String all =
        "evaluate.metrics: recall@3 looks at all rows there are to find (expected: fewer than 3)";
    String batch = "tasks.t.train.sampler.batch-size=4";
    assertThat(folder.check(metrics, batch).out()).contains("note: " + alone, "note: " + all);
    assertThat(folder.run("r", metrics, batch, EPOCH).all()).contains("t: " + alone, "t: " + all);
    Said measured =
        folder.reflux("evaluate", folder.at("r").toString(), "--metrics", "recall@1,recall@3");
    assertThat(measured.all()).contains("note: " + alone, "note: " + all);
    assertThat(Files.readString(folder.at("r/report.html"))).contains("\"alone\":1");
  }
}
