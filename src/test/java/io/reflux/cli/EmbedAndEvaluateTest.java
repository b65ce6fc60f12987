package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.stage.RunEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of a run, and the files that it has left in, embed and measure alike. */
class EmbedAndEvaluateTest {
  @TempDir static Path root;
  private static LittleRun little = new LittleRun(Path.of(""), List.of());
  private static Path run = Path.of("");

  private final Said said = new Said();

  @BeforeAll
  static void train() throws Exception {
    little = LittleRun.in(root);
    run = little.run();
  }

  @Test
  void aTaskExportsIntoTheRunDirectory() throws IOException {
    Path folder = run.resolve("export/leave");
    assertThat(little.heard())
        .contains(
            new RunEvent.ModelWritten(
                "leave",
                List.of(
                    folder.resolve("source.pt"),
                    folder.resolve("source.safetensors"),
                    folder.resolve("source.onnx"),
                    folder.resolve("source-djl/source-djl.pt"),
                    folder.resolve("MODEL.md"),
                    folder.resolve("model.json"),
                    folder.resolve("SHA256SUMS"))));
    assertThat(Files.readString(folder.resolve("MODEL.md")))
        .contains("# little: source", "* method: proxy-anchor", "On the test split, after epoch 1:")
        .contains("* embedding size: 6", "onnxruntime.InferenceSession(\"source.onnx\")");
  }

  @Test
  void theRunAndItsExportsMeasureAlike() throws IOException {
    JsonNode own = evaluate(run.toString());
    JsonNode summary =
        new ObjectMapper().readTree(run.resolve("summary.json").toFile()).findValue("best");
    assertThat(own.get("metrics").get("recall@1").doubleValue())
        .isEqualTo(summary.get("recall@1").doubleValue());
    assertThat(own.get("images").intValue()).isEqualTo(3 * 24);
    assertThat(own.get("split").asText()).isEqualTo("test");
    assertThat(own.get("gallery").asText()).isEqualTo("test");
    String data =
        "{ dataset = image-folder, root = \""
            + LittleRun.PACK
            + "\", split { max-train-classes = 4, max-test-classes = 3 } }";
    for (String name : List.of("source.pt", "source.safetensors", "source.onnx", "source-djl")) {
      JsonNode exported = evaluate(run.resolve("export/leave/" + name).toString(), "--data", data);
      assertThat(exported.get("metrics")).as(name).isEqualTo(own.get("metrics"));
    }
    JsonNode all = evaluate(run.toString(), "--split", "all", "--metrics", "recall@1,nmi");
    assertThat(all.get("images").intValue()).isEqualTo(7 * 24);
    assertThat(all.get("metrics").size()).isEqualTo(2);
  }

  @Test
  void neighboursMayVoteOutOfTheTrainingSplit() throws IOException {
    String same = "{ dataset = image-folder, root = \"" + LittleRun.PACK + "\", split.by = none }";
    JsonNode found =
        evaluate(
            run.toString(), "--data", same, "--gallery", "train", "--metrics", "knn@1,recall@1");
    assertThat(found.get("metrics").get("knn@1").doubleValue())
        .as("every image finds itself")
        .isEqualTo(1);
  }

  @Test
  void embedsFoldersArchivesAndImages() throws IOException {
    Path images = Files.createDirectories(root.resolve("images/deep"));
    java.awt.image.BufferedImage picture =
        new java.awt.image.BufferedImage(20, 30, java.awt.image.BufferedImage.TYPE_INT_RGB);
    javax.imageio.ImageIO.write(picture, "png", images.resolve("black.png").toFile());
    Files.writeString(images.resolve("broken.jpg"), "this is no picture");
    Path npy = root.resolve("e.npy");
    String program = run.resolve("export/leave/source.pt").toString();
    int code =
        said.reflux(
            "embed",
            program,
            root.resolve("images").toString(),
            LittleRun.PACK,
            "--out",
            npy.toString());
    assertThat(code).as(said.err()).isZero();
    assertThat(said.out()).contains("unreadable: ", "broken.jpg", "1 unreadable");
    List<String> names = Files.readAllLines(root.resolve("e.txt"));
    assertThat(names.get(0)).isEqualTo(images.resolve("black.png").toString());
    assertThat(names).hasSize(1 + 54 * 24).doesNotHaveDuplicates();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + bytes.getShort(8);
    assertThat(new String(bytes.array(), 10, header - 10, StandardCharsets.US_ASCII))
        .startsWith(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (" + names.size() + ", 6), }")
        .endsWith(" \n");
    assertThat(header % 64).isZero();
    assertThat(bytes.capacity()).isEqualTo(header + names.size() * 6 * 4);
    double length = 0;
    for (int i = 0; i < 6; i++) {
      length += Math.pow(bytes.getFloat(header + 4 * i), 2);
    }
    assertThat(length).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
  }

  @Test
  void moreThanTheMetricsIsToldIfItIsAskedFor() throws IOException {
    Path file = root.resolve("classes.csv");
    List<String> asked =
        List.of(
            run.toString(),
            "--metrics",
            "recall@1,map@r,nmi",
            "--rerank",
            "--whiten",
            "4",
            "--sizes",
            "2,6",
            "--intervals",
            "--classes",
            file.toString());
    JsonNode told = evaluate(asked.toArray(String[]::new));
    JsonNode variants = told.path("variants");
    assertThat(variants.fieldNames())
        .toIterable()
        .containsExactly("re-ranked", "whitened-4", "first-2", "axes-2", "first-6", "axes-6");
    assertThat(variants.path("re-ranked").fieldNames())
        .toIterable()
        .containsExactly("recall@1", "map@r");
    JsonNode metrics = told.path("metrics");
    assertThat(variants.path("first-6").path("map@r").asDouble())
        .isCloseTo(metrics.path("map@r").asDouble(), org.assertj.core.data.Offset.offset(1e-6));
    JsonNode interval = told.path("intervals").path("map@r");
    assertThat(metrics.path("map@r").asDouble())
        .isBetween(interval.get(0).asDouble(), interval.get(1).asDouble());
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("class,queries,recall@1,map@r");
    assertThat(told.path("classes").path("recall@1")).hasSize(3);

    said.forget();
    List<String> words = new ArrayList<>(List.of("evaluate"));
    words.addAll(asked);
    assertThat(said.reflux(words.toArray(String[]::new))).isZero();
    assertThat(said.out())
        .contains("as it is", "re-ranked", "axes-2", " … ", "the worst classes by recall@1:");
    assertThat(said.reflux("evaluate", run.toString(), "--sizes", "7")).isEqualTo(2);
    assertThat(said.err()).contains("--sizes: 7 (expected: up to 6)");
    assertThat(refused("--whiten", "-1")).startsWith("--whiten: -1 (expected: ");
  }

  @Test
  void whatIsWrongIsSaidInASentence() {
    assertThat(said.reflux("embed", "nowhere.pt", LittleRun.PACK)).isEqualTo(2);
    assertThat(said.err()).contains("nowhere.pt: missing (expected: an exported folder or .pt");
    assertThat(said.reflux("evaluate", run.toString(), "--task", "sauce")).isEqualTo(2);
    assertThat(said.err()).contains("task: sauce (expected: one of source.source)");
    assertThat(said.reflux("evaluate", run.toString(), "--metrics", "recall@1,mapp@r"))
        .isEqualTo(2);
    assertThat(said.err()).contains("unknown: mapp@r; nearest: map@r");
    assertThat(said.reflux("evaluate", run.toString(), "--split", "sideways")).isEqualTo(2);
    assertThat(said.err()).contains("sideways (expected: a part of this dataset: test, train)");
    assertThat(said.reflux("evaluate", run.resolve("export/leave/source.pt").toString()))
        .isEqualTo(2);
    assertThat(said.err()).contains("--data is missing (expected: the data to measure on)");
    assertThat(said.reflux("export", run.toString(), "--task", "source", "--format", "onyx"))
        .isEqualTo(2);
    assertThat(said.err()).contains("onyx (expected: one of torchscript, safetensors, onnx, djl)");
  }

  @Test
  void metricsThatMeanNothingOnTheDataAreRefusedBeforeItIsEmbedded() throws IOException {
    assertThat(refused("--metrics", "map@1000,recall@72"))
        .isEqualTo(
            "--metrics: recall@72 (expected: a number up to 71, the rows that can be found)");
    assertThat(refused("--metrics", "knn@5000")).contains("--metrics: knn@5000 (expected: ");
    assertThat(refused("--metrics", "linear-probe"))
        .isEqualTo("--metrics: linear-probe (expected: a --gallery that it learns from, as train)");
    assertThat(refused("--data", "cub-200-2O11:/data"))
        .as("a letter for a digit is no folder either")
        .contains("expected: ");
    assertThat(refused("--data", "kub-200-2011:/data"))
        .isEqualTo("--data: kub-200-2011 (expected: the name of a dataset; nearest: cub-200-2011)");
    Path loners = root.resolve("loners");
    java.awt.image.BufferedImage picture =
        new java.awt.image.BufferedImage(20, 30, java.awt.image.BufferedImage.TYPE_INT_RGB);
    for (String name : List.of("ann", "bob", "cid", "dot")) {
      Path folder = Files.createDirectories(loners.resolve(name));
      javax.imageio.ImageIO.write(picture, "png", folder.resolve("only.png").toFile());
    }
    assertThat(refused("--data", loners.toString(), "--split", "all"))
        .startsWith("--data: 4 images, each the only one of its class (expected: ");
  }

  /** The first line of what a refused evaluation says; a hint at most follows. */
  private String refused(String... words) {
    List<String> all = new ArrayList<>(List.of("evaluate", run.toString()));
    all.addAll(List.of(words));
    said.forget();
    assertThat(said.reflux(all.toArray(String[]::new))).isEqualTo(2);
    List<String> lines = said.err().lines().toList();
    assertThat(lines).hasSizeLessThanOrEqualTo(2);
    return lines.get(0);
  }

  private JsonNode evaluate(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("evaluate", "--json", "--threads", "1"));
    all.addAll(List.of(words));
    said.forget();
    int code = said.reflux(all.toArray(String[]::new));
    assertThat(code).as(said.err()).isZero();
    return new ObjectMapper().readTree(said.out());
  }
}
