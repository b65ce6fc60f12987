package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.batch.PixelPool;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Splits;
import io.reflux.intake.PictureReader;
import io.reflux.network.Images;
import io.reflux.pipeline.Learn;
import io.reflux.pipeline.Pipeline;
import io.reflux.run.TinyPack;
import io.reflux.run.TinyPipeline;
import io.reflux.setting.InputException;
import io.reflux.wire.ImagePlan;
import io.reflux.wire.ImageSource;
import io.reflux.wire.PlannedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node makes of plans, of a copy of the data that lies elsewhere. */
class NodeDataTest {
  private static final Chance CHANCE = Chance.of(3).at("task");
  private static final int ROW = 16 * 16 * 3;
  private static final String TWO_VIEWS = "shared.count = 2";
  private static final String OTHER_VIEWS =
      "shared.views.train.steps = [ { type = resize, side = 16, square = true } ]";

  @TempDir Path folder;
  private Path home = Path.of("");
  private Path copy = Path.of("");

  @BeforeEach
  void write() throws Exception {
    home = TinyPack.write(folder.resolve("home"));
    copy = TinyPack.write(folder.resolve("a copy"));
  }

  /** Two views of examples that were drawn before, in another order, of the fifth epoch. */
  @Test
  void imagesAreThoseThatABatchHas() throws Exception {
    Pipeline pipeline = TinyPipeline.ofOneStudent(home, TWO_VIEWS);
    Learn learn = learn(pipeline);
    Dataset train = pipeline.data().open().train();
    int[] ids = {7, 0, 31};
    int[] draws = {0, 2, 1};
    PixelBatch batch =
        new BatchLoader(
                new PictureReader(train, pipeline.data().decode()),
                learn.views().recipes(),
                new PixelPool(1 << 20))
            .load(
                new BatchPlan(6, 4, 0, 0, ids, draws, new int[3], 2, false, CHANCE, 1),
                Runnable::run)
            .toCompletableFuture()
            .join();
    List<PlannedImage> images = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      images.add(new PlannedImage(ids[row % 3], draws[row % 3], row / 3, 4));
    }
    Images made = load(source(pipeline, "train"), images);
    assertThat(made.rows()).isEqualTo(6);
    assertThat(made.pixels()).isEqualTo(batch.pixels());
    assertThat(Checksum.of(made)).isEqualTo(Checksum.of(new Images(batch.pixels(), 6, 16)));
    assertThat(load(source(pipeline, "train"), images.subList(4, 5)).pixels())
        .isEqualTo(batch.pixels().slice(4 * 16 * 16 * 3, 16 * 16 * 3));
    assertThat(load(source(pipeline, "clean"), List.of(new PlannedImage(7, 0, 0, 0))).pixels())
        .isNotEqualTo(batch.pixels().slice(0, 16 * 16 * 3));
  }

  /** What is measured, and those among which it is looked for; none of them is altered. */
  @Test
  void imagesOfAnEvaluationAreThoseThatItsBatchesHave() throws Exception {
    Pipeline pipeline = TinyPipeline.ofOneStudent(home, TWO_VIEWS);
    Splits splits = pipeline.data().open();
    for (String part : List.of("test", "gallery")) {
      Dataset examples = splits.test();
      BatchPlan first = BatchPlan.inOrder(examples, 5).get(0);
      PixelBatch batch =
          new BatchLoader(
                  new PictureReader(examples, pipeline.data().decode()),
                  List.of(learn(pipeline).views().test()),
                  new PixelPool(1 << 20))
              .load(first, Runnable::run)
              .toCompletableFuture()
              .join();
      List<PlannedImage> images = List.of(batch.planned(0), batch.planned(4));
      Images made = load(source(pipeline, part), images);
      assertThat(made.pixels().slice(0, ROW)).isEqualTo(batch.pixels().slice(0, ROW));
      assertThat(made.pixels().slice(ROW, ROW)).isEqualTo(batch.pixels().slice(4 * ROW, ROW));
      batch.release();
    }
  }

  @Test
  void otherDataIsRefusedInASentence() throws Exception {
    ImageSource source = source(TinyPipeline.ofOneStudent(home, TWO_VIEWS), "train");
    Files.delete(copy.resolve("class-00/image-3.png"));
    assertThatThrownBy(() -> data(copy).open(source))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "node.data image-folder: 47 images of another digest, [0-9a-f]{64}"
                + " \\(expected: [0-9a-f]{64}\\)");
    assertThatThrownBy(() -> data(folder.resolve("nowhere")).open(source))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("node.data image-folder: ")
        .hasMessageContaining("nowhere")
        .hasMessageEndingWith("(expected: the run's data)");
  }

  /** Storage that is shared is looked for where the run has it; another view is another digest. */
  @Test
  void withoutARootItIsTheRuns() throws Exception {
    Pipeline pipeline = TinyPipeline.ofOneStudent(home, TWO_VIEWS);
    NodeData shared = new NodeData(Map.of("image-folder", Optional.empty()), Runnable::run);
    ImageSource source = source(pipeline, "train");
    assertThat(shared.open(source)).isSameAs(shared.open(source));
    assertThat(shared.names()).containsExactly("image-folder");
    ImageSource other =
        new ImageSource(
            source.dataset(),
            TinyPipeline.ofOneStudent(home, OTHER_VIEWS).resolved(),
            source.task(),
            "train",
            source.digest());
    assertThatThrownBy(() -> shared.open(other)).hasMessageContaining("another digest");
  }

  @Test
  void anImageThatCanNotBeReadOrIsNoneIsAFailure() throws Exception {
    ImageSource source = source(TinyPipeline.ofOneStudent(home, TWO_VIEWS), "train");
    NodeData.Opened opened = data(copy).open(source);
    Files.delete(copy.resolve("class-00/image-0.png"));
    assertThatThrownBy(
            () ->
                opened
                    .load(plan(List.of(new PlannedImage(0, 0, 0, 0))))
                    .toCompletableFuture()
                    .join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("image-0.png");
    assertThatThrownBy(() -> opened.load(plan(List.of(new PlannedImage(48, 0, 0, 0)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one of 48 examples");
  }

  private Images load(ImageSource source, List<PlannedImage> images) {
    return data(copy).open(source).load(plan(images)).toCompletableFuture().join();
  }

  private static ImagePlan plan(List<PlannedImage> images) {
    return new ImagePlan("train", CHANCE.key(), images);
  }

  private static NodeData data(Path root) {
    return new NodeData(Map.of("image-folder", Optional.of(root)), Runnable::run);
  }

  private static ImageSource source(Pipeline pipeline, String part) {
    return new OfferedImages(pipeline, "target", pipeline.data().open()).source(part).orElseThrow();
  }

  private static Learn learn(Pipeline pipeline) {
    return pipeline.tasks().get(1).learn().orElseThrow();
  }
}
