package io.reflux.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.checkpoint.CheckpointStore;
import io.reflux.intake.StoragePatience;
import io.reflux.intake.WaitingTime;
import io.reflux.pipeline.Pipeline;
import io.reflux.rundir.OwedWrites;
import io.reflux.rundir.RunDirectory;
import io.reflux.rundir.TaskJournal;
import io.reflux.rundir.TensorBoardFile;
import io.reflux.stage.RunEvent;
import io.reflux.stage.RunHandle;
import io.reflux.stage.RunListener;
import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  private static final OwedWrites.Limits LIMITS =
      new OwedWrites.Limits(StoragePatience.NONE, 1 << 20, Duration.ofMinutes(1));

  @TempDir Path folder;

  @Test
  void aFileIsWhatTensorFlowWrites() throws IOException {
    Path file = folder.resolve("events.out.tfevents.test");
    try (TensorBoardFile events = TensorBoardFile.create(file, 1.5)) {
      events.add(new ScalarEvent(2.5, 7, "a/loss", 0.25f));
    }
    // As every event file of TensorFlow's begins: 24 bytes, and the masked CRC-32C of that number.
    assertThat(Files.readAllBytes(file))
        .startsWith(0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22);
    List<byte[]> records = records(file);
    // field 1, fixed64: 1.5; field 3, bytes: the version
    assertThat(records.get(0))
        .startsWith(0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x1A, 13)
        .endsWith("brain.Event:2".getBytes(StandardCharsets.US_ASCII));
    // field 2: step 7; field 5: summary; in it field 1: value; in it tag and float
    assertThat(records.get(1)).startsWith(0x09, 0, 0, 0, 0, 0, 0, 0x04, 0x40, 0x10, 7, 0x2A);
    assertThat(ScalarEvent.parse(records.get(1)))
        .isEqualTo(new ScalarEvent(2.5, 7, "a/loss", 0.25f));
  }

  @Test
  void aTasksCurvesGrowWithItAndAreWholeAfterAResumption() throws Exception {
    Pipeline pipeline = TinyPipeline.over(TinyPack.write(folder.resolve("pack")));
    RunDirectory run = RunDirectory.in(folder.resolve("run"));
    List<Integer> seen = new CopyOnWriteArrayList<>();
    RunListener watching =
        new RunListener() {
          @Override
          public void started(RunHandle handle) {}

          @Override
          public void heard(RunEvent event) {
            if (event instanceof RunEvent.CheckpointSealed sealed
                && sealed.task().equals("source")) {
              seen.add(scalars(run, "source", "source").size());
            }
          }
        };
    assertThat(new RunLauncher(pipeline, run).run(watching)).isInstanceOf(RunEnd.Completed.class);
    assertThat(seen).isSubsetOf(18, 2 * 18 + 2).endsWith(2 * 18 + 2);
    List<ScalarEvent> target = scalars(run, "target", "student");
    assertThat(target).hasSize(3 * TinyPipeline.STEPS + 2 * 2);
    assertThat(target).filteredOn(e -> e.tag().equals("map@r")).hasSize(2);

    TaskJournal journal = opened(run, 6);
    journal.close();
    assertThat(scalars(run, "target", "student")).hasSize(3 * 6 + 2);
    assertThat(scalars(run, "target", "baseline"))
        .allMatch(event -> event.step() <= 6)
        .filteredOn(event -> event.tag().equals("recall@1"))
        .hasSize(1);
    assertThat(scalars(run, "source", "source")).hasSize(3 * TinyPipeline.STEPS + 2 * 2);
  }

  private static TaskJournal opened(RunDirectory run, long step) {
    CheckpointStore store = new CheckpointStore(run.task("target"), 2);
    List<String> told = new ArrayList<>();
    OwedWrites writes = new OwedWrites(LIMITS, WaitingTime.OF_THE_MACHINE, (sentence, refuses) -> told.add(sentence));
    return new TaskJournal(
        run,
        "target",
        store,
        new TaskJournal.Opening(step, "map@r", writes, told::add, any -> true));
  }

  private static List<ScalarEvent> scalars(RunDirectory run, String task, String student) {
    Path file = run.curves(task).resolve(student).resolve("events.out.tfevents.reflux");
    List<ScalarEvent> events = new ArrayList<>();
    try {
      for (byte[] record : records(file).stream().skip(1).toList()) {
        events.add(ScalarEvent.parse(record));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return events;
  }

  private static List<byte[]> records(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertThat(bytes.getInt()).isEqualTo(masked(length));
      byte[] record = new byte[ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt()];
      bytes.get(record);
      assertThat(bytes.getInt()).isEqualTo(masked(record));
      records.add(record);
    }
    return records;
  }

  /** As TFRecord's description says: ((crc >> 15) | (crc << 17)) + 0xa282ead8. */
  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long value = crc.getValue();
    return (int) (((value >> 15) | (value << 17)) + 0xa282ead8L);
  }
}
