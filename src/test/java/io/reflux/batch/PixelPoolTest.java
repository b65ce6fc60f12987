package io.reflux.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PixelPoolTest {
  private final PixelPool pool = new PixelPool(100);

  @Test
  void servesInTheOrderOfAsking() throws Exception {
    PixelBuffer first = pool.acquire(60).toCompletableFuture().get(30, TimeUnit.SECONDS);
    CompletableFuture<PixelBuffer> large = pool.acquire(70).toCompletableFuture();
    CompletableFuture<PixelBuffer> small = pool.acquire(10).toCompletableFuture();

    // A request that is granted leaves the line before acquire answers.
    assertThat(pool.waiting()).as("the small one must not overtake").isEqualTo(2);
    assertThat(large).isNotDone();
    assertThat(small).isNotDone();
    assertThat(pool.bytesInFlight()).isEqualTo(60);

    first.release();
    large.get(30, TimeUnit.SECONDS).release();
    small.get(30, TimeUnit.SECONDS).release();
    assertThat(pool.bytesInFlight()).isZero();
  }

  @Test
  void usesMemoryAgain() throws Exception {
    PixelBuffer first = pool.acquire(60).toCompletableFuture().get(30, TimeUnit.SECONDS);
    first.release();
    first.release();
    PixelBuffer second = pool.acquire(50).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(second.memory()).isSameAs(first.memory());
    assertThat(pool.bytesInFlight()).isEqualTo(60);
  }

  @Test
  void refusesWhatCouldNeverBeMet() {
    assertThatThrownBy(() -> pool.acquire(101).toCompletableFuture().join())
        .hasMessageContaining("machine.in-flight: 100 (expected: >= 101, one batch)");
  }

  @Test
  void closingFailsThoseWhoWait() throws Exception {
    pool.acquire(100).toCompletableFuture().get(30, TimeUnit.SECONDS);
    CompletableFuture<PixelBuffer> waiting = pool.acquire(1).toCompletableFuture();
    pool.close();
    assertThatThrownBy(waiting::join).hasMessageContaining("closed");
  }

  @Test
  void aCancelledRequestGivesItsMemoryBack() throws Exception {
    PixelBuffer first = pool.acquire(100).toCompletableFuture().get(30, TimeUnit.SECONDS);
    pool.acquire(100).toCompletableFuture().cancel(false);
    CompletableFuture<PixelBuffer> last = pool.acquire(100).toCompletableFuture();
    first.release();
    last.get(30, TimeUnit.SECONDS).release();
    assertThat(pool.bytesInFlight()).isZero();
  }

  @Test
  void neverExceedsItsBoundWithManyThreads() throws Exception {
    AtomicLong most = new AtomicLong();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      all.add(
          pool.acquire(1 + i * 37 % 60)
              .thenAcceptAsync(
                  buffer -> {
                    most.accumulateAndGet(pool.bytesInFlight(), Math::max);
                    buffer.release();
                  })
              .toCompletableFuture());
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    assertThat(most.get()).isBetween(1L, 100L);
    assertThat(pool.bytesInFlight()).isZero();
    assertThat(pool.waiting()).isZero();
  }
}
