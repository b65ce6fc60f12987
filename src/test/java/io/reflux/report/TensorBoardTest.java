package io.reflux.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardTest {
  @TempDir Path folder;

  @Test
  void aFileIsWhatTensorFlowWrites() throws IOException {
    Path file = folder.resolve("events.out.tfevents.test");
    try (TensorBoardFile events = TensorBoardFile.create(file, 1.5)) {
      events.add(new ScalarEvent(2.5, 7, "a/loss", 0.25f));
    }
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
  void everyCurveOfARunIsExported() throws IOException {
    Path run = RunFolders.write(folder, "one", 1);
    Path written = TensorBoardExport.write(run);
    List<ScalarEvent> events = new ArrayList<>();
    try (var files = Files.list(written)) {
      for (byte[] record : records(files.findFirst().orElseThrow()).stream().skip(1).toList()) {
        events.add(ScalarEvent.parse(record));
      }
    }
    assertThat(events).hasSize(2 * 50 * 3 + 4);
    assertThat(events.get(events.size() - 1))
        .satisfies(
            last -> {
              assertThat(last.tag()).isEqualTo("target/student/map@r");
              assertThat(last.step()).isEqualTo(20);
              assertThat(last.value()).isEqualTo(0.5f);
            });
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
