package io.reflux.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Datasets;
import io.reflux.intake.Cutout;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.Picture;
import io.reflux.intake.PictureReader;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Batches whose views have several sides: 16, 8, 16, 8, 8 pixels. */
class MultiCropTest {
  private static final int LARGE = 16 * 16 * 3;
  private static final int SMALL = 8 * 8 * 3;
  private static final DecodeSettings DECODE = new DecodeSettings(1 << 20, false, 0);

  private final Dataset quickstart =
      Datasets.CATALOGUE
          .read(section("type = image-folder, root = pipelines/data/quickstart.zip"))
          .open()
          .train();
  private final ViewRecipe large =
      Views.read(section("steps = [{type = random-resized-crop, side = 16}, {type = flip}]"));
  private final ViewRecipe small =
      Views.read(section("steps = [{type = random-resized-crop, side = 8, scale = [0.1, 0.4]}]"));
  private final List<ViewRecipe> recipes = List.of(large, small, large, small, small);

  @Test
  void theViewsOfOneSideLieTogether() {
    PixelPool pool = new PixelPool(1 << 20);
    PixelBatch batch = load(quickstart, pool, 3, 200, 40);

    assertThat(batch.groups())
        .containsExactly(new ViewGroup(16, List.of(0, 2)), new ViewGroup(8, List.of(1, 3, 4)));
    assertThat(batch.rows()).isEqualTo(15);
    assertThat(batch.examples()).isEqualTo(3);
    assertThat(batch.exampleIds()).startsWith(3, 200, 40, 3).hasSize(15);
    checkPixels(batch, 3, 200, 40);
    batch.release();
    assertThat(pool.bytesInFlight()).isZero();
  }

  @Test
  void allSidesCountAgainstTheBound() {
    int bytes = 3 * (2 * LARGE + 3 * SMALL);
    PixelPool pool = new PixelPool(bytes);
    PixelBatch batch = load(quickstart, pool, 3, 200, 40);
    assertThat(pool.bytesInFlight()).isEqualTo(bytes);
    batch.release();

    PixelPool tooSmall = new PixelPool(bytes - 1);
    assertThatThrownBy(() -> load(quickstart, tooSmall, 3, 200, 40))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("expected: >= " + bytes);
  }

  @Test
  void unreadableExamplesLoseTheirRowsInEverySide() {
    PixelBatch batch =
        load(ReadOtherwise.without(Set.of(5), quickstart), new PixelPool(1 << 20), 4, 5, 6, 10);
    assertThat(batch.examples()).isEqualTo(3);
    assertThat(batch.exampleIds()).startsWith(4, 6, 10, 4).hasSize(15);
    checkPixels(batch, 4, 6, 10);

    PixelBatch none = load(ReadOtherwise.without(Set.of(5), quickstart), new PixelPool(1 << 20), 5);
    assertThat(none.rows()).isZero();
    assertThat(none.pixels(none.groups().get(1)).remaining()).isZero();
  }

  @Test
  void thereIsNoOneSideOfSeveral() {
    PixelBatch batch = load(quickstart, new PixelPool(1 << 20), 3);
    assertThatThrownBy(batch::side)
        .hasMessage("batch: views of sides [16, 8] (expected: one side)");
    assertThatThrownBy(batch::pixels)
        .hasMessage("batch: views of sides [16, 8] (expected: one side)");
  }

  /** Every row is what its recipe makes of its example with its own key. */
  private void checkPixels(PixelBatch batch, int... ids) {
    PictureReader reader = new PictureReader(quickstart, DECODE);
    for (ViewGroup group : batch.groups()) {
      ByteBuffer pixels = batch.pixels(group);
      assertThat(pixels.remaining())
          .isEqualTo(ids.length * group.views().size() * group.side() * group.side() * 3);
      for (int view : group.views()) {
        for (int id : ids) {
          byte[] row = new byte[group.side() * group.side() * 3];
          pixels.get(row);
          Picture picture = (Picture) reader.read(id);
          Picture wanted =
              recipes.get(view).view(Cutout.whole(picture), batch.plan().chanceOf(id, 0, view));
          assertThat(row).as("view %d of %d", view, id).isEqualTo(wanted.rgb());
        }
      }
    }
  }

  private PixelBatch load(Dataset dataset, PixelPool pool, int... ids) {
    BatchPlan plan = new BatchPlan(1, 1, 0, 0, ids, new int[ids.length], 5, Chance.of(5));
    return new BatchLoader(new PictureReader(dataset, DECODE), recipes, pool)
        .load(plan, Runnable::run)
        .toCompletableFuture()
        .join();
  }

  private static Section section(String hocon) {
    return new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
  }
}
