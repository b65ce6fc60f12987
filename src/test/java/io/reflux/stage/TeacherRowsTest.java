package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.reflux.batch.BatchLoader;
import io.reflux.batch.BatchPlan;
import io.reflux.batch.PixelBatch;
import io.reflux.batch.PixelPool;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Datasets;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.teacher.FeatureCache;
import io.reflux.view.Views;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two examples in three views, in the second epoch's randomness. */
class TeacherRowsTest {
  private static final PixelBatch BATCH = batch();

  @Test
  void theTeacherLooksAtItsViewsOnly() {
    TeacherRows asked = new TeacherRows(List.of(2, 1), false);
    assertThat(asked.keys(BATCH))
        .containsExactly(
            FeatureCache.key(5, 0, 1 * 3 + 2),
            FeatureCache.key(9, 0, 1 * 3 + 2),
            FeatureCache.key(5, 0, 1 * 3 + 1),
            FeatureCache.key(9, 0, 1 * 3 + 1));
    assertThat(asked.rows(BATCH, new int[] {0, 1, 2, 3})).containsExactly(4, 5, 2, 3);
    assertThat(asked.taught(BATCH, Map.of()).views()).containsExactly(2, 1);
  }

  @Test
  void anUnalteredImageIsTheSameInEveryViewAndEpoch() {
    TeacherRows asked = new TeacherRows(List.of(0, 1), true);
    assertThat(asked.keys(BATCH))
        .containsExactly(
            FeatureCache.key(5, 0, 0),
            FeatureCache.key(9, 0, 0),
            FeatureCache.key(5, 0, 0),
            FeatureCache.key(9, 0, 0));
  }

  @Test
  void anExampleThatIsDrawnAgainHasAnswersOfItsOwnUnlessItIsUnaltered() {
    PixelBatch batch = batch(new int[] {5, 5}, new int[] {0, 2});
    assertThat(new TeacherRows(List.of(1), false).keys(batch))
        .containsExactly(FeatureCache.key(5, 0, 1 * 3 + 1), FeatureCache.key(5, 2, 1 * 3 + 1))
        .doesNotHaveDuplicates();
    assertThat(new TeacherRows(List.of(1), true).keys(batch))
        .containsExactly(FeatureCache.key(5, 0, 0), FeatureCache.key(5, 0, 0));
  }

  private static PixelBatch batch() {
    return batch(new int[] {5, 9}, new int[2]);
  }

  private static PixelBatch batch(int[] ids, int[] draws) {
    Dataset images =
        Datasets.CATALOGUE
            .read(section("type = image-folder, root = pipelines/data/quickstart.zip"))
            .open()
            .train();
    BatchLoader loader =
        new BatchLoader(
            new PictureReader(images, new DecodeSettings(1 << 20, false, 0)),
            List.of(Views.read(section("steps = [{type = resize, side = 4, square = true}]"))),
            new PixelPool(1 << 20));
    BatchPlan plan = new BatchPlan(1, 1, 0, 6, ids, draws, new int[2], 3, false, Chance.of(3), 1);
    return loader.load(plan, Runnable::run).toCompletableFuture().join();
  }

  private static Section section(String hocon) {
    return new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
  }
}
