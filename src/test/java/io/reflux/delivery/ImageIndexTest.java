package io.reflux.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reflux.chance.Chance;
import io.reflux.chance.Draws;
import io.reflux.evaluate.EmbeddingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Near rows are found, all or through the graph. */
class ImageIndexTest {
  private static final float[] PROBE = {1, 2, 3};
  private static final Optional<IndexSettings.Links> GRAPH =
      Optional.of(new IndexSettings.Links(16, 100));

  @TempDir Path folder;

  @Test
  void aGraphFindsNearlyAllThatLookingAtAllRowsFinds() throws IOException {
    EmbeddingSet rows = rows(1, 600, 12);
    EmbeddingSet queries = rows(2, 40, 12);
    for (boolean cosine : new boolean[] {false, true}) {
      List<List<ImageIndex.Hit>> all =
          search(rows, queries, new IndexSettings(cosine, Optional.empty()));
      List<List<ImageIndex.Hit>> graph = search(rows, queries, new IndexSettings(cosine, GRAPH));
      int found = 0;
      for (int i = 0; i < 40; i++) {
        assertThat(all.get(i))
            .hasSize(5)
            .isSortedAccordingTo(java.util.Comparator.comparingDouble(ImageIndex.Hit::distance));
        found += (int) graph.get(i).stream().filter(all.get(i)::contains).count();
      }
      assertThat(found).isGreaterThan(190);
    }
  }

  @Test
  void distancesAreThoseOfTheEmbeddings() throws IOException {
    EmbeddingSet rows = new EmbeddingSet(new float[] {3, 4, 1, 0, 0, 2}, 2, new int[3]);
    EmbeddingSet query = new EmbeddingSet(new float[] {2, 0}, 2, new int[1]);
    assertThat(search(rows, query, new IndexSettings(false, Optional.empty())).get(0))
        .extracting(ImageIndex.Hit::name)
        .containsExactly("1", "2", "0");
    List<ImageIndex.Hit> angles = search(rows, query, new IndexSettings(true, GRAPH)).get(0);
    assertThat(angles).extracting(ImageIndex.Hit::name).containsExactly("1", "0", "2");
    assertThat(angles.get(1).distance()).isCloseTo(1 - 0.6, within(1e-6));
  }

  @Test
  void embeddingsMayHaveMoreNumbersThanLuceneTakesByItself() throws IOException {
    EmbeddingSet rows = rows(3, 20, 1536);
    List<List<ImageIndex.Hit>> found = search(rows, rows, new IndexSettings(false, GRAPH));
    for (int i = 0; i < 20; i++) {
      assertThat(found.get(i).get(0)).isEqualTo(new ImageIndex.Hit(String.valueOf(i), 0));
    }
  }

  @Test
  void anotherModelIsToldApart() throws IOException {
    Path index = write(rows(1, 3, 2), new IndexSettings(false, Optional.empty()));
    try (ImageIndex open = ImageIndex.open(index)) {
      assertThat(open.isOf(new float[] {1.01f, 2, 3})).isTrue();
      assertThat(open.isOf(new float[] {1.2f, 2, 3})).isFalse();
      assertThat(open.isOf(new float[] {1, 2})).isFalse();
    }
  }

  @Test
  void whatIsDamagedOrInTheWayIsSaid() throws IOException {
    Path index = write(rows(1, 3, 2), new IndexSettings(false, GRAPH));
    write(rows(1, 4, 2), new IndexSettings(false, GRAPH));
    assertThat(Files.readAllLines(index.resolve("names.txt"))).hasSize(4);
    Files.writeString(index.resolve("names.txt"), "one\n");
    assertThatThrownBy(() -> ImageIndex.open(index))
        .hasMessageContaining("index: 1 names (expected: ");
    Path other = Files.createDirectory(folder.resolve("other"));
    ImageIndex.Content content = new ImageIndex.Content(rows(1, 1, 2), List.of("a"), PROBE);
    assertThatThrownBy(() -> ImageIndex.write(other, content, new IndexSettings(false, GRAPH)))
        .hasMessage(other + ": is there (expected: nothing, or an index)");
  }

  private List<List<ImageIndex.Hit>> search(
      EmbeddingSet rows, EmbeddingSet queries, IndexSettings settings) throws IOException {
    try (ImageIndex index = ImageIndex.open(write(rows, settings))) {
      assertThat(index.isGraph()).isEqualTo(settings.links().isPresent());
      return index.search(queries, 5, 100);
    }
  }

  private Path write(EmbeddingSet rows, IndexSettings settings) throws IOException {
    Path index = folder.resolve("index");
    List<String> names = IntStream.range(0, rows.count()).mapToObj(String::valueOf).toList();
    ImageIndex.write(index, new ImageIndex.Content(rows, names, PROBE), settings);
    return index;
  }

  private static EmbeddingSet rows(int seed, int count, int size) {
    Draws draws = Chance.of(seed).draws();
    float[] values = new float[count * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draws.nextGaussian();
    }
    return new EmbeddingSet(values, size, new int[count]);
  }
}
