package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.intake.StoragePatience;
import io.reflux.intake.WaitingTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwedWritesTest {
  private static final String FULL = "No space left on device";
  private static final StoragePatience PATIENCE =
      new StoragePatience(Duration.ofSeconds(100), Duration.ofSeconds(1), Duration.ofSeconds(8));

  private final List<String> told = new ArrayList<>();
  private final List<Boolean> refusing = new ArrayList<>();
  private final List<String> disk = new ArrayList<>();
  private final Disk time = new Disk();
  private final OwedWrites writes =
      new OwedWrites(
          new OwedWrites.Limits(PATIENCE, 10, Duration.ofMinutes(1)),
          time,
          (sentence, refuses) -> {
            told.add(sentence);
            refusing.add(refuses);
          });

  @Test
  void aDiskThatIsWellIsWrittenAtOnce() {
    writes.write(item("a", 20));
    writes.writeOnce(item("b", 20));
    writes.writeLatest(item("c", 20));
    assertThat(disk).containsExactly("a", "b", "c");
    assertThat(told).isEmpty();
    assertThat(writes.isOwing()).isFalse();
  }

  @Test
  void whatIsOwedIsWrittenLaterInItsOrder() {
    time.refuses = true;
    writes.write(item("a", 1));
    writes.write(item("b", 1));
    time.refuses = false;
    writes.write(item("c", 1));
    assertThat(disk).as("the first delay has not passed").isEmpty();
    time.seconds(1);
    writes.write(item("d", 1));
    assertThat(disk).containsExactly("a", "b", "c", "d");
    assertThat(told)
        .containsExactly(
            "a: can't be written (No space left on device); it is tried again, and what can goes on",
            "what was owed is written, after 1 s");
    assertThat(refusing).containsExactly(true, false);
  }

  @Test
  void triesBecomeRarerAndSentencesComeOnceAMinute() {
    time.refuses = true;
    for (int second = 0; second < 130; second++) {
      writes.writeOnce(item("lines", 1));
      time.seconds(1);
    }
    assertThat(time.tries).isEqualTo(1 + 3 + 15);
    assertThat(told).hasSize(3);
    assertThat(refusing).containsOnly(true);
    assertThat(told.get(1)).endsWith(", for 63 s by now");
  }

  @Test
  void ofOneNameTheLatestIsEnoughWhereThatIsSaid() {
    time.refuses = true;
    writes.writeLatest(item("checkpoint", 0));
    writes.write(item("model", 1));
    writes.writeOnce(item("lines", 1));
    writes.writeOnce(item("lines", 1));
    writes.writeLatest(item("checkpoint", 0));
    time.refuses = false;
    writes.settle();
    assertThat(disk).containsExactly("model", "lines", "checkpoint");
  }

  @Test
  void whoOwesTooMuchWaits() {
    time.refuses = true;
    time.wellAfterTries = 4;
    writes.write(item("a", 6));
    assertThat(time.waited).isZero();
    writes.write(item("b", 6));
    assertThat(time.waited).isEqualTo(Duration.ofSeconds(2 + 4 + 8));
    assertThat(disk).containsExactly("a", "b");
  }

  @Test
  void patienceEndsWithTheReason() {
    time.refuses = true;
    writes.write(item("a", 1));
    assertThatThrownBy(writes::settle)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("a: can't be written, for 100 s by now")
        .hasRootCauseMessage(FULL);
    assertThat(time.waited).isEqualTo(Duration.ofSeconds(100));
  }

  private OwedWrites.Owed item(String name, long bytes) {
    return new OwedWrites.Owed(name, () -> bytes, () -> time.write(name));
  }

  /** A disk, and time that passes only where one waits for it. */
  private final class Disk implements WaitingTime {
    private boolean refuses;
    private int tries;
    private int wellAfterTries = Integer.MAX_VALUE;
    private Duration waited = Duration.ZERO;
    private Duration passed = Duration.ZERO;

    void write(String name) throws IOException {
      tries++;
      if (refuses && tries <= wellAfterTries) {
        throw new IOException(FULL);
      }
      disk.add(name);
    }

    void seconds(long seconds) {
      passed = passed.plusSeconds(seconds);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plus(passed);
    }

    @Override
    public long nanos() {
      return passed.toNanos();
    }

    @Override
    public void pass(Duration delay) {
      waited = waited.plus(delay);
      passed = passed.plus(delay);
    }
  }
}
