package io.reflux.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir Path root;
  private Path folder;
  private CheckpointStore store;

  @BeforeEach
  void open() {
    folder = root.resolve("checkpoints/target");
    store = new CheckpointStore(folder, 2);
  }

  @Test
  void anEmptyStoreHasNone() throws IOException {
    assertThat(store.latest()).isEmpty();
    assertThat(store.best("student")).isEmpty();
  }

  @Test
  void readsBackAllThatWasWritten() throws IOException {
    Checkpoint written = Samples.at(123, "student");
    Path at = store.write(written);
    assertThat(at).isEqualTo(folder.resolve("step-0000000123-1"));
    assertThat(store.latest()).contains(written);
    assertThat(store.problems()).isEmpty();
  }

  @Test
  void keepsTheLastTwoAndTheBestOfEachStudent() throws IOException {
    store.write(Samples.at(1, "student", "base/line.1"));
    store.write(Samples.at(2, "student"));
    store.write(Samples.at(3));
    store.write(Samples.at(4));
    store.write(Samples.at(5));
    assertThat(names())
        .containsExactly(
            "step-0000000001-1", "step-0000000002-2", "step-0000000004-4", "step-0000000005-5");
    assertThat(store.best("student")).map(Checkpoint::step).contains(2L);
    assertThat(store.best("base/line.1")).map(Checkpoint::step).contains(1L);
    assertThat(store.best("nobody")).isEmpty();
  }

  @Test
  void keepsThoseAtAMultipleOfSoManyStepsAndNoBestOneIfItIsToldSo() throws IOException {
    CheckpointStore every = new CheckpointStore(folder, new Retention(1, false, 4));
    every.write(Samples.at(2, "student"));
    every.write(Samples.at(4));
    every.write(Samples.at(6));
    every.write(Samples.at(8));
    every.write(Samples.at(9));
    assertThat(names())
        .containsExactly("step-0000000004-2", "step-0000000008-4", "step-0000000009-5");
  }

  @Test
  void anyDamageIsFoundNamedAndPassedOver() throws IOException {
    store.write(Samples.at(1));
    Path newest = store.write(Samples.at(2));
    for (Path file : list(newest)) {
      byte[] whole = Files.readAllBytes(file);
      for (byte[] damaged : List.of(cut(whole, whole.length / 2), cut(whole, 0), flipped(whole))) {
        Files.write(file, damaged);
        CheckpointStore reader = new CheckpointStore(folder, 2);
        assertThat(reader.latest()).map(Checkpoint::step).contains(1L);
        assertThat(reader.problems()).singleElement().asString().contains(file.toString());
      }
      Files.delete(file);
      CheckpointStore reader = new CheckpointStore(folder, 2);
      assertThat(reader.latest()).map(Checkpoint::step).contains(1L);
      assertThat(reader.problems()).singleElement().asString().contains("missing");
      Files.write(file, whole);
    }
    assertThat(store.latest()).map(Checkpoint::step).contains(2L);
  }

  @Test
  void goesOnBehindADamagedNewerOneWithoutLosingTheNewWork() throws IOException {
    CheckpointStore one = new CheckpointStore(folder, 1);
    Path newer = one.write(Samples.at(200));
    Files.delete(newer.resolve("manifest.pb"));
    one.write(Samples.at(150));
    assertThat(one.latest()).map(Checkpoint::step).contains(150L);
    one.write(Samples.at(200));
    assertThat(one.latest()).contains(Samples.at(200));
    assertThat(names()).containsExactly("step-0000000200-3");
  }

  @Test
  void aHalfWrittenOrHalfRemovedOneIsNeverSeenAndSwept() throws IOException {
    Path written = store.write(Samples.at(1));
    Path aside = Files.createDirectory(folder.resolve(".step-0000000002-2"));
    Files.copy(written.resolve("manifest.pb"), aside.resolve("manifest.pb"));
    assertThat(store.latest()).map(Checkpoint::step).contains(1L);
    store.write(Samples.at(2));
    assertThat(names()).containsExactly("step-0000000001-1", "step-0000000002-2");
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new CheckpointStore(folder, 0))
        .hasMessage("checkpoint.keep-last: 0 (expected: >= 1)");
    Checkpoint sample = Samples.at(1);
    assertThatThrownBy(
            () ->
                new Checkpoint(
                    "t", 1, 0, 0, "", Set.of("nobody"), sample.students(), sample.scalars()))
        .hasMessage("best of: nobody (expected: a student's name)");
  }

  private List<String> names() throws IOException {
    return list(folder).stream().map(p -> p.getFileName().toString()).toList();
  }

  private static List<Path> list(Path in) throws IOException {
    try (Stream<Path> paths = Files.list(in)) {
      return paths.sorted().toList();
    }
  }

  private static byte[] cut(byte[] bytes, int length) {
    return java.util.Arrays.copyOf(bytes, length);
  }

  private static byte[] flipped(byte[] bytes) {
    byte[] damaged = bytes.clone();
    damaged[damaged.length - 3] ^= 0x10;
    return damaged;
  }
}
