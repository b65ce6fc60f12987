package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reflux.pipeline.Pipeline;
import io.reflux.run.RunEnd;
import io.reflux.run.RunLauncher;
import io.reflux.rundir.RunDirectory;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A model of a run, and the files that it has left in, embed and measure alike. */
class EmbedAndEvaluateTest {
  private static final String PACK = Path.of("pipelines/data/quickstart.zip").toAbsolutePath() + "";
  private static final String TEXT =
      """
      name = little
      data { dataset = image-folder, root = "%s", split { max-train-classes = 4, max-test-classes = 3 } }
      tasks = [
        { name = source
          train {
            network { backbone = conv4, widths = [4, 4, 8, 8], embedding = 6, l2-norm = true }
            method { type = proxy-anchor }
            sampler { batch-size = 24, images-per-class = 6 }
            views {
              train { steps = [ { type = random-resized-crop, side = 16, scale = [0.6, 1] } ] }
              test { steps = [ { type = resize, side = 16, square = true } ] }
            }
            epochs = 1
          } }
        { name = leave, export { task = source, formats = [torchscript, safetensors, onnx, djl] } }
      ]
      """
          .formatted(PACK);

  @TempDir static Path root;
  private static Path run = Path.of("");
  private static final List<RunEvent> HEARD = new ArrayList<>();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws Exception {
    run = root.resolve("run");
    RunListener listener =
        new RunListener() {
          @Override
          public void started(RunHandle handle) {}

          @Override
          public void heard(RunEvent event) {
            HEARD.add(event);
          }
        };
    RunEnd end = new RunLauncher(Pipeline.parse(TEXT, root), RunDirectory.in(run)).run(listener);
    assertThat(end).isInstanceOf(RunEnd.Completed.class);
  }

  @Test
  void aTaskExportsIntoTheRunDirectory() throws IOException {
    Path folder = run.resolve("export/leave");
    assertThat(HEARD)
        .contains(
            new RunEvent.ModelWritten(
                "leave",
                List.of(
                    folder.resolve("source.pt"),
                    folder.resolve("source.safetensors"),
                    folder.resolve("source.onnx"),
                    folder.resolve("source-djl/source-djl.pt"),
                    folder.resolve("MODEL.md"))));
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
            + PACK
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
    String same = "{ dataset = image-folder, root = \"" + PACK + "\", split.by = none }";
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
        reflux("embed", program, root.resolve("images").toString(), PACK, "--out", npy.toString());
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("unreadable: ", "broken.jpg", "1 unreadable");
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

    out.getBuffer().setLength(0);
    List<String> words = new ArrayList<>(List.of("evaluate"));
    words.addAll(asked);
    assertThat(reflux(words.toArray(String[]::new))).isZero();
    assertThat(out.toString())
        .contains("as it is", "re-ranked", "axes-2", " … ", "the worst classes by recall@1:");
    assertThat(reflux("evaluate", run.toString(), "--sizes", "7")).isEqualTo(2);
    assertThat(err.toString()).contains("--sizes: 7 (expected: up to 6)");
    assertThat(refused("--whiten", "-1")).startsWith("--whiten: -1 (expected: ");
  }

  @Test
  void anIndexIsSearchedWithTheModelInAnyForm() throws IOException {
    Path folder = root.resolve("photos.index");
    String[] kinds = {"flat", "hnsw"};
    List<JsonNode> told = new ArrayList<>();
    Path query = root.resolve("query.zip");
    if (!Files.exists(query)) {
      Files.copy(Path.of(PACK), query);
    }
    for (String kind : kinds) {
      assertThat(
              reflux(
                  "index",
                  run.toString(),
                  PACK,
                  "--out",
                  folder.toString(),
                  "--kind",
                  kind,
                  "--threads",
                  "1"))
          .isZero();
      assertThat(out.toString()).contains("images in " + folder + ", embeddings of 6 numbers");
      out.getBuffer().setLength(0);
      String onnx = run.resolve("export/leave/source.onnx").toString();
      assertThat(
              reflux(
                  "search",
                  onnx,
                  folder.toString(),
                  query.toString(),
                  "--found",
                  "3",
                  "--json",
                  "--threads",
                  "1"))
          .isZero();
      told.add(new ObjectMapper().readTree(out.toString()));
      out.getBuffer().setLength(0);
    }
    int same = 0;
    JsonNode flat = told.get(0).path("queries");
    JsonNode graph = told.get(1).path("queries");
    assertThat(flat.size()).isGreaterThan(100).isEqualTo(graph.size());
    for (int i = 0; i < flat.size(); i++) {
      JsonNode first = flat.get(i).path("found").get(0);
      assertThat(first.path("distance").asDouble()).isLessThan(1e-3);
      assertThat(flat.get(i).path("found")).hasSize(3);
      double third = flat.get(i).path("found").get(2).path("distance").asDouble();
      double third2 = graph.get(i).path("found").get(2).path("distance").asDouble();
      same += Math.abs(third - third2) < 1e-6 ? 1 : 0;
    }
    assertThat(same).as("a graph may miss some").isGreaterThan(flat.size() * 9 / 10);

    Path other = Files.writeString(root.resolve("other.txt"), "not a model");
    assertThat(reflux("search", run.toString(), other.toString(), PACK)).isEqualTo(2);
    assertThat(err.toString())
        .contains(other + " (expected: a folder, or a .zip, .tar or .tgz archive)");
    Path full = root.resolve("full");
    Files.createDirectories(full.resolve("inside"));
    assertThat(reflux("index", run.toString(), PACK, "--out", full.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("full: is there (expected: nothing, or an index)");
  }

  @Test
  void aFolderIsIndexedOnceAndAgainWhenItHasChanged() throws Exception {
    Path photos = Files.createDirectories(root.resolve("my photos"));
    byte[] image = picture();
    Files.write(photos.resolve("ä 1.png"), image);
    String query = photos.resolve("ä 1.png").toString();
    String[] words = {"search", run.toString(), photos.toString(), query, "--threads", "1"};
    assertThat(reflux(words)).isZero();
    assertThat(err.toString())
        .contains("indexing 1 image of " + photos + ": there is no index of them yet")
        .contains("kept in " + run.resolve("indexes").resolve("my photos-"));
    assertThat(out.toString().lines()).containsExactly(query, "  0.0000  " + query);

    err.getBuffer().setLength(0);
    assertThat(reflux(words)).isZero();
    assertThat(err.toString()).isEmpty();

    Files.write(photos.resolve("新.png"), image);
    out.getBuffer().setLength(0);
    assertThat(reflux(words)).isZero();
    assertThat(err.toString())
        .contains("indexing 2 images of " + photos + ": 1 image added: " + photos + "/新.png");
    assertThat(out.toString().lines()).hasSize(3);

    String onnx = run.resolve("export/leave/source.onnx").toString();
    assertThat(reflux("search", onnx, photos.toString(), query, "--threads", "1")).isZero();
    assertThat(Path.of(onnx + ".indexes")).isDirectoryContaining("glob:**/my photos-*");
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }

  @Test
  void whatIsWrongIsSaidInASentence() {
    assertThat(reflux("embed", "nowhere.pt", PACK)).isEqualTo(2);
    assertThat(err.toString()).contains("nowhere.pt: missing (expected: an exported .pt");
    assertThat(reflux("evaluate", run.toString(), "--task", "sauce")).isEqualTo(2);
    assertThat(err.toString()).contains("task: sauce (expected: one of source.source)");
    assertThat(reflux("evaluate", run.toString(), "--metrics", "recall@1,mapp@r")).isEqualTo(2);
    assertThat(err.toString()).contains("unknown: mapp@r; nearest: map@r");
    assertThat(reflux("evaluate", run.toString(), "--split", "sideways")).isEqualTo(2);
    assertThat(err.toString()).contains("sideways (expected: a part of this dataset: test, train)");
    assertThat(reflux("evaluate", run.resolve("export/leave/source.pt").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--data is missing (expected: the data to measure on)");
    assertThat(reflux("export", run.toString(), "--task", "source", "--format", "onyx"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("onyx (expected: one of torchscript, safetensors, onnx, djl)");
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
    err.getBuffer().setLength(0);
    assertThat(reflux(all.toArray(String[]::new))).isEqualTo(2);
    List<String> lines = err.toString().lines().toList();
    assertThat(lines).hasSizeLessThanOrEqualTo(2);
    return lines.get(0);
  }

  private JsonNode evaluate(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("evaluate", "--json", "--threads", "1"));
    all.addAll(List.of(words));
    out.getBuffer().setLength(0);
    int code = reflux(all.toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private int reflux(String... words) {
    CommandLine line = Main.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
