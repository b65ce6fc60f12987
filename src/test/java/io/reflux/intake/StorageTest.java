package io.reflux.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.dataset.DamagedFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorageTest {
  private static final StoragePatience PATIENCE =
      new StoragePatience(Duration.ofMinutes(10), Duration.ofMillis(200), Duration.ofSeconds(10));

  private final PassingTime time = new PassingTime();
  private final List<String> told = new ArrayList<>();
  private final Storage storage = new Storage(PATIENCE, new Told(), time);

  @Test
  void aReadingThatSucceedsWaitsForNothing() throws IOException {
    assertThat(storage.read("a.jpg", () -> "bytes")).isEqualTo("bytes");
    assertThat(told).isEmpty();
    assertThat(time.delays()).isEmpty();
  }

  @Test
  void aFaultIsTriedAgainAfterGrowingDelaysAndTold() throws IOException {
    Deque<IOException> faults =
        new ArrayDeque<>(
            List.of(
                new IOException("Input/output error"),
                new IOException("Stale file handle"),
                new NoSuchFileException("a.jpg"),
                new AccessDeniedException("a.jpg"),
                new IOException()));
    String read =
        storage.read(
            "a.jpg",
            () -> {
              if (!faults.isEmpty()) {
                throw faults.remove();
              }
              return "bytes";
            });
    assertThat(read).isEqualTo("bytes");
    assertThat(time.delays())
        .extracting(Duration::toMillis)
        .containsExactly(200L, 400L, 800L, 1600L, 3200L);
    String since = "), since 2026-03-01T12:00:00Z";
    assertThat(told)
        .containsExactly(
            "waiting for storage: a.jpg (Input/output error" + since,
            "waiting for storage: a.jpg (Stale file handle" + since,
            "waiting for storage: a.jpg (it is gone" + since,
            "waiting for storage: a.jpg (no right to it" + since,
            "waiting for storage: a.jpg (IOException" + since,
            "ended: waiting for storage: a.jpg (IOException" + since);
  }

  @Test
  void afterThePatienceItFailsAndNamesTheFileAndTheReason() {
    assertThatThrownBy(() -> storage.read("c/a.jpg", StorageTest::fault))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "storage: c/a.jpg can't be read: Input/output error (expected: to be read within"
                + " 10 minutes)");
    assertThat(time.passed()).isEqualTo(PATIENCE.longest());
    assertThat(time.delays()).contains(Duration.ofSeconds(10)).hasSize(65);
    assertThat(told).last().asString().startsWith("ended: ");
  }

  @Test
  void whatIsDamagedIsNotTriedAgain() {
    assertThatThrownBy(
            () ->
                storage.read(
                    "a.jpg",
                    () -> {
                      throw new DamagedFileException("its checksum differs");
                    }))
        .isInstanceOf(DamagedFileException.class);
    assertThat(time.delays()).isEmpty();
  }

  @Test
  void aWaitCanBeInterrupted() {
    time.during(
        2,
        () -> {
          throw new InterruptedException();
        });
    assertThatThrownBy(() -> storage.read("a.jpg", StorageTest::fault))
        .isInstanceOf(StorageException.class)
        .hasMessageEndingWith("(expected: to be read; the wait was interrupted)");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(time.delays()).hasSize(2);
  }

  @Test
  void withoutPatienceTheFirstFaultEndsIt() {
    assertThatThrownBy(() -> Storage.WITHOUT_PATIENCE.read("a.jpg", StorageTest::fault))
        .hasMessage(
            "storage: a.jpg can't be read: Input/output error (expected: to be read at once)");
  }

  @Test
  void whoWaitsIsListedUntilItEnds() throws IOException {
    StorageWaits waits = new StorageWaits();
    Storage watched = new Storage(PATIENCE, waits, time);
    time.during(1, () -> assertThat(waits.longest()).isPresent());
    time.during(
        2,
        () ->
            assertThat(waits.longest().orElseThrow())
                .hasToString(
                    "waiting for storage: a.jpg (Input/output error), since 2026-03-01T12:00:00Z"));
    assertThat(
            watched.read("a.jpg", () -> time.delays().size() < 2 ? StorageTest.fault() : "bytes"))
        .isEqualTo("bytes");
    assertThat(waits.longest()).isEmpty();
    assertThatThrownBy(() -> watched.read("b.jpg", StorageTest::fault))
        .isInstanceOf(StorageException.class);
    assertThat(waits.longest()).isEmpty();
  }

  @Test
  void delaysThatWouldNotPassAreRefused() {
    assertThatThrownBy(
            () -> new StoragePatience(Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO))
        .hasMessageStartingWith("storage.first-delay, longest-delay: ");
    assertThatThrownBy(
            () ->
                new StoragePatience(
                    Duration.ofMinutes(-1), Duration.ofMillis(1), Duration.ofMillis(1)))
        .hasMessage("storage.patience: PT-1M (expected: >= 0)");
  }

  private static String fault() throws IOException {
    throw new IOException("Input/output error");
  }

  private final class Told implements StorageListener {
    @Override
    public void waiting(StorageWait wait) {
      told.add(wait.toString());
    }

    @Override
    public void ended(StorageWait wait) {
      told.add("ended: " + wait);
    }
  }
}
