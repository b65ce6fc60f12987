package io.reflux.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.setting.Sha256;
import io.reflux.wire.LaneProgram;
import io.reflux.wire.ToLane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramStoreTest {
  @TempDir Path folder;

  @Test
  void filesComeInPartsAndAreThereAfterwards() throws IOException {
    Path file = file("a.pt", 700_000);
    Path empty = file("b.pt", 0);
    LaneProgram program = program(file, empty);
    ProgramStore store = new ProgramStore(folder.resolve("store"));
    assertThat(store.missing(program)).containsExactly(0, 1);
    assertThat(send(store, program, 0, file)).containsExactly(false, false, true);
    assertThat(store.missing(program)).containsExactly(1);
    assertThat(send(store, program, 1, empty)).containsExactly(true);
    assertThat(new ProgramStore(folder.resolve("store")).missing(program)).isEmpty();
    assertThat(store.place(program).resolve("a.pt")).hasSameBinaryContentAs(file);
  }

  @Test
  void aDamagedFileIsSentAgain() throws IOException {
    Path file = file("a.pt", 10);
    LaneProgram program = program(file);
    ProgramStore store = new ProgramStore(folder.resolve("store"));
    send(store, program, 0, file);
    Files.write(store.place(program).resolve("a.pt"), new byte[10]);
    assertThat(store.missing(program)).containsExactly(0);
    send(store, program, 0, file);
    assertThat(store.missing(program)).isEmpty();
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    LaneProgram program = program(file("a.pt", 10));
    ProgramStore store = new ProgramStore(folder.resolve("store"));
    assertThatThrownBy(() -> store.write(program, part(0, 0, new byte[10])))
        .hasMessageContaining("its digest differs");
    assertThatThrownBy(() -> store.write(program, part(0, 5, new byte[6])))
        .hasMessage("a.pt: bytes to 11 (expected: 10 in all)");
    assertThatThrownBy(() -> store.write(program, part(1, 0, new byte[1])))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(store.missing(program)).containsExactly(0);
  }

  /** A teacher that is measured may be the one that a lane is about to load. */
  @Test
  void aProgramThatWasOnlyMeasuredGoesWithTheLastWhoNeedsIt() throws IOException {
    Path file = file("a.pt", 10);
    Path other = file("b.pt", 20);
    ProgramStore store = new ProgramStore(folder.resolve("store"));
    LaneProgram measured = program(file);
    store.need(measured, true);
    store.need(measured, true);
    send(store, measured, 0, file);
    store.letGo(measured);
    assertThat(store.missing(measured)).isEmpty();
    store.letGo(measured);
    assertThat(store.place(measured)).doesNotExist();
    LaneProgram taught = program(file, other);
    store.need(taught, true);
    store.need(taught, false);
    send(store, taught, 0, file);
    send(store, taught, 1, other);
    store.letGo(taught);
    store.letGo(taught);
    assertThat(store.missing(taught)).isEmpty();
  }

  private static List<Boolean> send(ProgramStore store, LaneProgram program, int number, Path file)
      throws IOException {
    List<Boolean> whole = new ArrayList<>();
    for (Iterator<ToLane> parts = new FileParts(number, file); parts.hasNext(); ) {
      whole.add(store.write(program, (ToLane.FilePart) parts.next()));
    }
    return whole;
  }

  private static ToLane.FilePart part(int file, long offset, byte[] content) {
    return new ToLane.FilePart(file, offset, ByteBuffer.wrap(content));
  }

  private Path file(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = (byte) (i * 31 + 7);
    }
    return Files.write(folder.resolve(name), content);
  }

  private static LaneProgram program(Path... files) throws IOException {
    List<LaneProgram.ProgramFile> all = new ArrayList<>();
    for (Path file : files) {
      all.add(
          new LaneProgram.ProgramFile(
              String.valueOf(file.getFileName()), Sha256.of(file), Files.size(file)));
    }
    return new LaneProgram(
        all, "a.pt", "", List.of(new LaneProgram.ProgramAnswer("embedding", "0")), 1, 4);
  }
}
