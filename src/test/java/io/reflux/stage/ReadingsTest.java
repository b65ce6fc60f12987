package io.reflux.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.dataset.Dataset;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private final AtomicLong now = new AtomicLong();
  private final Readings readings = new Readings(now::get);

  @Test
  void theOldestReadingIsKnownByItsFileAndTheLongestBeforeIt() throws IOException {
    Dataset quick = readings.watching(new PlainBatches.Numbered(() -> now.addAndGet(6)));
    quick.read(1);
    Dataset outer = readings.watching(new PlainBatches.Numbered(() -> nested(quick)));
    assertThat(outer.read(2)).isNotEmpty();
    assertThat(readings.oldest()).isEmpty();
  }

  @Test
  void aReadingThatFailsIsOver() {
    Dataset failing =
        readings.watching(
            new PlainBatches.Numbered(
                () -> {
                  throw new IllegalStateException("no");
                }));
    assertThatThrownBy(() -> failing.read(1)).hasMessage("no");
    assertThat(readings.oldest()).isEmpty();
  }

  @Test
  void everythingElseIsTheDatasets() {
    Dataset dataset = new PlainBatches.Numbered(() -> {});
    Dataset watched = readings.watching(dataset);
    assertThat(watched.size()).isEqualTo(dataset.size());
    assertThat(watched.classes()).isEqualTo(dataset.classes());
    assertThat(watched.className(0)).isEqualTo(dataset.className(0));
    assertThat(watched.classId(0)).isEqualTo(dataset.classId(0));
    assertThat(watched.label(3)).isEqualTo(dataset.label(3));
    assertThat(watched.labels()).isEqualTo(dataset.labels());
    assertThat(watched.name(3)).isEqualTo(dataset.name(3));
    assertThat(watched.location(3)).isEqualTo(dataset.location(3));
    assertThat(watched.facts(3)).isEqualTo(dataset.facts(3));
  }

  /** Another thread's reading, in the middle of the first. */
  private void nested(Dataset quick) {
    now.addAndGet(4);
    try {
      quick.read(3);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    assertThat(readings.oldest())
        .isEqualTo(Optional.of(new StageReport.Piece("reading 2.png", 10, 6)));
  }
}
