package io.reflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indices of images, and what is found in them. */
class SearchCommandTest {
  @TempDir static Path root;
  private static Path run = Path.of("");

  private final Said said = new Said();

  @BeforeAll
  static void train() throws Exception {
    run = LittleRun.in(root).run();
  }

  @Test
  void anIndexIsSearchedWithTheModelInAnyForm() throws IOException {
    Path folder = root.resolve("photos.index");
    String[] kinds = {"flat", "hnsw"};
    List<JsonNode> told = new ArrayList<>();
    Path query = root.resolve("query.zip");
    if (!Files.exists(query)) {
      Files.copy(Path.of(LittleRun.PACK), query);
    }
    for (String kind : kinds) {
      assertThat(
              said.reflux(
                  "index",
                  run.toString(),
                  LittleRun.PACK,
                  "--out",
                  folder.toString(),
                  "--kind",
                  kind,
                  "--threads",
                  "1"))
          .isZero();
      assertThat(said.out()).contains("images in " + folder + ", embeddings of 6 numbers");
      said.forget();
      String onnx = run.resolve("export/leave/source.onnx").toString();
      assertThat(
              said.reflux(
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
      told.add(new ObjectMapper().readTree(said.out()));
      said.forget();
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
    assertThat(said.reflux("search", run.toString(), other.toString(), LittleRun.PACK))
        .isEqualTo(2);
    assertThat(said.err())
        .contains(other + " (expected: a folder, or a .zip, .tar or .tgz archive)");
    Path full = root.resolve("full");
    Files.createDirectories(full.resolve("inside"));
    assertThat(said.reflux("index", run.toString(), LittleRun.PACK, "--out", full.toString()))
        .isEqualTo(2);
    assertThat(said.err()).contains("full: is there (expected: nothing, or an index)");
  }

  @Test
  void aFolderIsIndexedOnceAndAgainWhenItHasChanged() throws Exception {
    Path photos = Files.createDirectories(root.resolve("my photos"));
    byte[] image = picture();
    Files.write(photos.resolve("ä 1.png"), image);
    String query = photos.resolve("ä 1.png").toString();
    String[] words = {"search", run.toString(), photos.toString(), query, "--threads", "1"};
    assertThat(said.reflux(words)).isZero();
    assertThat(said.err())
        .contains("indexing 1 image of " + photos + ": there is no index of them yet")
        .contains("kept in " + run.resolve("indexes").resolve("my photos-"));
    assertThat(said.out().lines()).containsExactly(query, "  0.0000  " + query);

    said.forget();
    assertThat(said.reflux(words)).isZero();
    assertThat(said.err()).isEmpty();

    Files.write(photos.resolve("新.png"), image);
    said.forget();
    assertThat(said.reflux(words)).isZero();
    assertThat(said.err())
        .contains("indexing 2 images of " + photos + ": 1 image added: " + photos + "/新.png");
    assertThat(said.out().lines()).hasSize(3);

    String onnx = run.resolve("export/leave/source.onnx").toString();
    assertThat(said.reflux("search", onnx, photos.toString(), query, "--threads", "1")).isZero();
    assertThat(Path.of(onnx + ".indexes")).isDirectoryContaining("glob:**/my photos-*");
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "png", png);
    return png.toByteArray();
  }
}
