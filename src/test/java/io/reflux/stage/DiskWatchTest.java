package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.reflux.rundir.RunDisk;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiskWatchTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final long GIBIBYTE = 1L << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofMillis(100);

  private final TestProbe<StatusBoard.Command> board = KIT.createTestProbe();
  private final List<RunEvent> heard = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Optional<RunDisk>> answers = new LinkedBlockingQueue<>();
  private final AtomicLong nanos = new AtomicLong();

  @AfterAll
  static void shutDown() {
    KIT.shutdownTestKit();
  }

  /** No thread waits for an answer any more. */
  @AfterEach
  void answerAll() {
    for (int i = 0; i < 4; i++) {
      answers.add(Optional.empty());
    }
  }

  @Test
  void whatWillBeFullSoonIsToldOnceAndAgainWhenItWasFarMeanwhile() {
    ActorRef<DiskWatch.Command> watch = watch();
    assertThat(seen(watch, 0, 20)).isEqualTo(new DiskOutlook(20 * GIBIBYTE, -1, "", 1.5));
    DiskOutlook soon = seen(watch, 20, 19);
    assertThat(soon.fullSeconds()).isEqualTo(19 * 20 * 60);
    assertThat(soon.foretold())
        .isEqualTo("19.0 GiB left, filling by 3.0 GiB an hour: full in about 380 minutes");
    assertThat(seen(watch, 30, 18).foretold()).isNotEmpty();
    assertThat(heard).containsExactly(new RunEvent.DiskFills(soon.foretold()));
    assertThat(seen(watch, 40, 30).foretold()).isEmpty();
    assertThat(seen(watch, 50, 10).foretold()).isNotEmpty();
    assertThat(heard).hasSize(2);
  }

  @Test
  void aDiskThatFailsLeavesWhatItSaidBefore() {
    ActorRef<DiskWatch.Command> watch = watch();
    assertThat(seen(watch, 0, 20).freeBytes()).isEqualTo(20 * GIBIBYTE);
    answers.add(Optional.empty());
    watch.tell(new DiskWatch.Look());
    assertThat(seen(watch, 1, 19).freeBytes()).isEqualTo(19 * GIBIBYTE);
  }

  private ActorRef<DiskWatch.Command> watch() {
    return KIT.spawn(
        DiskWatch.create(
            new DiskWatch.Settings(this::ask, Duration.ofHours(12), nanos::get),
            board.getRef(),
            new RunListener() {
              @Override
              public void started(RunHandle run) {}

              @Override
              public void heard(RunEvent event) {
                heard.add(event);
              }
            }));
  }

  private RunDisk ask() throws IOException {
    try {
      return answers.take().orElseThrow(() -> new IOException("stale handle"));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the board is told when the disk says that so much is left; the first look is at once. */
  private DiskOutlook seen(ActorRef<DiskWatch.Command> watch, int minute, int gibibytes) {
    nanos.set(Duration.ofMinutes(minute).toNanos());
    answers.add(
        Optional.of(new RunDisk(gibibytes * GIBIBYTE, Optional.of(Instant.ofEpochMilli(1500)))));
    AtomicReference<DiskOutlook> told = new AtomicReference<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              watch.tell(new DiskWatch.Look()); // which is none while the disk owes an answer
              told.set(board.expectMessageClass(StatusBoard.Disk.class, SOON).outlook());
            });
    return Objects.requireNonNull(told.get());
  }
}
