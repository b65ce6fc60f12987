package io.reflux.rundir;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.wire.ScalarEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardFileTest {
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
    List<byte[]> records = TfRecords.in(file);
    // field 1, fixed64: 1.5; field 3, bytes: the version
    assertThat(records.get(0))
        .startsWith(0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0x1A, 13)
        .endsWith("brain.Event:2".getBytes(StandardCharsets.US_ASCII));
    // field 2: step 7; field 5: summary; in it field 1: value; in it tag and float
    assertThat(records.get(1)).startsWith(0x09, 0, 0, 0, 0, 0, 0, 0x04, 0x40, 0x10, 7, 0x2A);
    assertThat(ScalarEvent.parse(records.get(1)))
        .isEqualTo(new ScalarEvent(2.5, 7, "a/loss", 0.25f));
  }
}
