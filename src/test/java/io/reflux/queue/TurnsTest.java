package io.reflux.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.reflux.keep.KeepAliveSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final KeepAliveSettings KEEP =
      new KeepAliveSettings(1, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO);

  private final List<QueueEntry> entries = new ArrayList<>();

  @Test
  void devicesThatAreSharedOutGoToWhoeverComes() {
    waiting("1-a", List.of("gpu0"), List.of());
    waiting("2-b", List.of("gpu0", "gpu1"), List.of());
    waiting("3-c", List.of("gpu0"), List.of());
    waiting("4-processor", List.of(), List.of());
    List<QueueEntry> next = next(9, "gpu3", "gpu5", "gpu7");
    assertThat(next)
        .extracting(QueueEntry::name, QueueEntry::given)
        .containsExactly(
            tuple("1-a", List.of("gpu3")),
            tuple("2-b", List.of("gpu5", "gpu7")),
            tuple("4-processor", List.of()));

    entries.replaceAll(entry -> begun(entry, next));
    assertThat(next(9, "gpu3", "gpu5", "gpu7")).as("all are taken").isEmpty();
    entries.set(0, entries.get(0).in(EntryState.DONE));
    assertThat(next(9, "gpu3", "gpu5", "gpu7"))
        .extracting(QueueEntry::name, QueueEntry::given)
        .containsExactly(tuple("3-c", List.of("gpu3")));
  }

  @Test
  void withNothingSharedOutEachTakesWhatItNames() {
    waiting("a", List.of("gpu0"), List.of());
    waiting("b", List.of("gpu0"), List.of());
    waiting("c", List.of("gpu1"), List.of());
    assertThat(next(9))
        .extracting(QueueEntry::name, QueueEntry::given)
        .containsExactly(tuple("a", List.of()), tuple("c", List.of()));
  }

  @Test
  void whatAnotherNeedsGoesBeforeIt() {
    waiting("1-a", List.of(), List.of("9-teacher"));
    waiting("2-b", List.of(), List.of());
    waiting("9-teacher", List.of(), List.of());
    assertThat(next(9)).extracting(QueueEntry::name).containsExactly("2-b", "9-teacher");
    entries.set(2, entries.get(2).in(EntryState.DONE));
    assertThat(next(1)).extracting(QueueEntry::name).containsExactly("1-a");
  }

  @Test
  void whoNeedsWhatFailedFailsToo() {
    waiting("1-teacher", List.of(), List.of());
    waiting("2-a", List.of(), List.of("1-teacher"));
    waiting("3-b", List.of(), List.of("2-a"));
    waiting("4-c", List.of(), List.of());
    assertThat(Turns.inVain(entries)).isEmpty();
    entries.set(0, entries.get(0).in(EntryState.REFUSED));
    assertThat(Turns.inVain(entries))
        .extracting(QueueEntry::name, QueueEntry::state, QueueEntry::sentences)
        .containsExactly(
            tuple("2-a", EntryState.FAILED, List.of("it needs 1-teacher, which is refused")),
            tuple("3-b", EntryState.FAILED, List.of("it needs 2-a, which is failed")));
  }

  private static QueueEntry begun(QueueEntry entry, List<QueueEntry> next) {
    return next.stream()
        .filter(each -> each.name().equals(entry.name()))
        .findFirst()
        .map(each -> each.in(EntryState.RUNNING))
        .orElse(entry);
  }

  private void waiting(String name, List<String> devices, List<String> needs) {
    entries.add(
        QueueEntry.seen(name, "mark", entries.size())
            .looked(new RunProcesses.Checked(List.of(), devices))
            .after(needs));
  }

  private List<QueueEntry> next(int slots, String... devices) {
    QueueSettings settings =
        new QueueSettings(
            slots, 0, 0, 1, Duration.ofDays(1), Duration.ofDays(1), 0, KEEP, List.of(devices));
    return Turns.next(entries, settings);
  }
}
