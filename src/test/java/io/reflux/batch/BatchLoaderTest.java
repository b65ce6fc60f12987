package io.reflux.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.reflux.chance.Chance;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Datasets;
import io.reflux.intake.DecodeSettings;
import io.reflux.intake.PictureReader;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import io.reflux.view.ViewRecipe;
import io.reflux.view.Views;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
  private static final Executor HERE = Runnable::run;
  private static final DecodeSettings DECODE = new DecodeSettings(1 << 20, false, 0);
  private static final DecodeSettings DECODE_ONCE = new DecodeSettings(1 << 20, false, 1 << 20);

  private final Dataset quickstart =
      Datasets.CATALOGUE
          .read(section("type = image-folder, root = pipelines/data/quickstart.zip"))
          .open()
          .train();
  private final ViewRecipe random =
      Views.read(section("steps = [{type = random-resized-crop, side = 16}, {type = flip}]"));

  @Test
  void rowsAreViewAfterView() {
    PixelPool pool = new PixelPool(1 << 20);
    PixelBatch both = load(new PictureReader(quickstart, DECODE), pool, plan(0, 2, 3, 200, 40));
    PixelBatch one = load(new PictureReader(quickstart, DECODE), pool, plan(0, 2, 200));

    assertThat(both.rows()).isEqualTo(6);
    assertThat(both.exampleIds()).containsExactly(3, 200, 40, 3, 200, 40);
    assertThat(both.labels()).containsExactly(0, 8, 1, 0, 8, 1);
    assertThat(row(both, 1)).isEqualTo(row(one, 0)).isNotEqualTo(row(both, 4));
    assertThat(row(both, 4)).isEqualTo(row(one, 1));
    assertThat(pool.bytesInFlight()).isEqualTo((6 + 2) * 16 * 16 * 3);
    both.release();
    one.release();
    assertThat(pool.bytesInFlight()).isZero();
  }

  @Test
  void viewsRepeatWithTheViewEpochAlone() {
    PictureReader reader = new PictureReader(quickstart, DECODE_ONCE);
    PixelPool pool = new PixelPool(1 << 20);
    byte[] first = row(load(reader, pool, plan(1, 1, 7)), 0);
    BatchPlan later = new BatchPlan(9, 1, 4, 99, new int[] {7}, new int[] {0}, 1, Chance.of(5));

    assertThat(row(load(reader, pool, later), 0)).isEqualTo(first);
    assertThat(row(load(reader, pool, plan(2, 1, 7)), 0)).isNotEqualTo(first);
    assertThat(reader.keptBytes()).isEqualTo(32 * 32 * 3);
  }

  @Test
  void manyThreadsGiveWhatOneGives() {
    List<BatchPlan> plans = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      plans.add(plan(i, 2, i, i + 100, 600 - i));
    }
    PixelPool alone = new PixelPool(1 << 22);
    PictureReader reader = new PictureReader(quickstart, DECODE);
    List<ByteBuffer> expected = plans.stream().map(p -> load(reader, alone, p).pixels()).toList();

    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      BatchLoader loader =
          new BatchLoader(
              new PictureReader(quickstart, DECODE_ONCE), List.of(random), new PixelPool(1 << 22));
      List<CompletableFuture<PixelBatch>> loading =
          plans.stream().map(p -> loader.load(p, threads).toCompletableFuture()).toList();
      for (int i = 0; i < plans.size(); i++) {
        assertThat(loading.get(i).join().pixels()).isEqualTo(expected.get(i));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void anExampleThatIsDrawnAgainHasViewsOfItsOwn() {
    int[] ids = {7, 7, 7};
    int[] draws = {0, 1, 0};
    BatchPlan plan = new BatchPlan(1, 1, 0, 0, ids, draws, new int[3], 2, false, Chance.of(5), 1);
    PixelBatch batch = load(new PictureReader(quickstart, DECODE), new PixelPool(1 << 20), plan);
    assertThat(batch.draws()).containsExactly(0, 1, 0, 0, 1, 0);
    for (int view = 0; view < 2; view++) {
      assertThat(row(batch, 3 * view + 1)).isNotEqualTo(row(batch, 3 * view));
      assertThat(row(batch, 3 * view + 2)).isEqualTo(row(batch, 3 * view));
    }
  }

  @Test
  void aMixedImageIsAShareOfItsOwnAndTheRestOfTheNext() {
    int[] ids = {7, 8, 9};
    Chance chance = Chance.of(5);
    PixelBatch[] batches = new PixelBatch[2];
    for (int i = 0; i < 2; i++) {
      BatchPlan plan = new BatchPlan(1, 1, 4, 0, ids, new int[3], new int[3], 2, i == 1, chance, 1);
      batches[i] = load(new PictureReader(quickstart, DECODE), new PixelPool(1 << 20), plan);
    }
    for (int row = 0; row < 6; row++) {
      int view = row / 3;
      byte[] own = row(batches[0], row);
      byte[] next = row(batches[0], 3 * view + (row + 1) % 3);
      double share = chance.at("mixup").at(1).at(4).at(view).at(row % 3).draws().nextDouble();
      byte[] mixed = row(batches[1], row);
      assertThat(mixed).isNotEqualTo(own);
      for (int i = 0; i < mixed.length; i++) {
        double wanted = share * (own[i] & 0xFF) + (1 - share) * (next[i] & 0xFF);
        assertThat((double) (mixed[i] & 0xFF)).isBetween(wanted - 0.5001, wanted + 0.5001);
      }
    }
  }

  @Test
  void oneBatchIsDecodedBySeveralThreadsAtOnce() {
    int[] many = IntStream.range(0, 30).toArray();
    CountDownLatch four = new CountDownLatch(4);
    Dataset meeting =
        ReadOtherwise.after(
            () -> {
              four.countDown();
              four.await();
            },
            quickstart);
    PixelPool pool = new PixelPool(1 << 20);
    ByteBuffer expected =
        load(new PictureReader(quickstart, DECODE), pool, plan(3, 2, many)).pixels();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      BatchLoader loader =
          new BatchLoader(new PictureReader(meeting, DECODE), List.of(random), pool);
      PixelBatch batch = loader.load(plan(3, 2, many), threads).toCompletableFuture().join();
      assertThat(batch.pixels()).isEqualTo(expected);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void theMemoryOfABatchThatFailsIsGivenBackWhenNoThreadIsAtItAnyMore() throws Exception {
    CountDownLatch failing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger reads = new AtomicInteger();
    Dataset broken =
        ReadOtherwise.after(
            () -> {
              if (reads.getAndIncrement() == 0) {
                goOn.await();
              } else {
                failing.countDown();
                throw new IllegalStateException("a test's");
              }
            },
            quickstart);
    PixelPool pool = new PixelPool(1 << 20);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      BatchLoader loader =
          new BatchLoader(new PictureReader(broken, DECODE), List.of(random), pool);
      CompletableFuture<PixelBatch> loading =
          loader.load(plan(0, 1, IntStream.range(0, 8).toArray()), threads).toCompletableFuture();
      failing.await();
      assertThat(pool.bytesInFlight()).isPositive();
      goOn.countDown();
      assertThatThrownBy(loading::join).hasRootCauseMessage("a test's");
      assertThat(pool.bytesInFlight()).isZero();
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aLoaderWhoseThreadsAreGoneKeepsNoMemory() {
    ExecutorService threads = Executors.newFixedThreadPool(1);
    threads.shutdown();
    PixelPool pool = new PixelPool(1 << 20);
    BatchLoader loader =
        new BatchLoader(new PictureReader(quickstart, DECODE), List.of(random), pool);
    assertThatThrownBy(() -> loader.load(plan(0, 1, 1, 2), threads).toCompletableFuture().join())
        .hasRootCauseInstanceOf(RejectedExecutionException.class);
    assertThat(pool.bytesInFlight()).isZero();
  }

  @Test
  void unreadableExamplesLoseTheirRowsAndAreNamed() {
    Dataset damaged = ReadOtherwise.without(Set.of(5, 9), quickstart);
    PictureReader reader = new PictureReader(damaged, DECODE);
    PixelBatch batch = load(reader, new PixelPool(1 << 20), plan(0, 2, 4, 5, 6, 9, 10));
    PixelBatch whole =
        load(new PictureReader(quickstart, DECODE), new PixelPool(1 << 20), plan(0, 2, 4, 6, 10));

    assertThat(batch.exampleIds()).containsExactly(4, 6, 10, 4, 6, 10);
    assertThat(batch.pixels()).isEqualTo(whole.pixels());
    assertThat(batch.unreadable())
        .extracting(Object::toString)
        .containsExactly(
            damaged.name(5) + ": the file is empty", damaged.name(9) + ": the file is empty");

    PixelBatch none = load(reader, new PixelPool(1 << 20), plan(0, 2, 5, 9));
    assertThat(none.rows()).isZero();
    assertThat(none.pixels().remaining()).isZero();
  }

  @Test
  void plansVisitASplitInItsOrder() {
    List<BatchPlan> plans = BatchPlan.inOrder(quickstart, 100);
    assertThat(plans).hasSize(7);
    assertThat(plans.get(6).exampleIds()).hasSize(48).startsWith(600).endsWith(647);
    assertThat(plans.get(6).labels()).endsWith(26);
  }

  private PixelBatch load(PictureReader reader, PixelPool pool, BatchPlan plan) {
    return new BatchLoader(reader, List.of(random), pool)
        .load(plan, HERE)
        .toCompletableFuture()
        .join();
  }

  private BatchPlan plan(int viewEpoch, int views, int... ids) {
    int[] labels = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      labels[i] = quickstart.label(ids[i]);
    }
    return new BatchPlan(viewEpoch, viewEpoch, 0, 0, ids, labels, views, Chance.of(5));
  }

  private static byte[] row(PixelBatch batch, int row) {
    byte[] bytes = new byte[3 * batch.side() * batch.side()];
    batch.pixels().get(row * bytes.length, bytes);
    return bytes;
  }

  private static Section section(String hocon) {
    return new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
  }
}
