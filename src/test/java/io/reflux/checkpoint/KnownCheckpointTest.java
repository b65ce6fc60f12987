package io.reflux.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.engine.HostTensor;
import io.reflux.weights.NamedTensors;
import io.reflux.wire.Scalars;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bytes of a checkpoint. A run that was left by an older version must go on: if one of these
 * tests fails, checkpoints that lie on somebody's disk are no longer what this code reads.
 */
class KnownCheckpointTest {
  /** The manifest, message by message. */
  private static final List<String> MANIFEST =
      List.of(
          "9c000000 e431f80f", // length, CRC-32C
          "0801", // 1: format version 1
          "1206 746172676574", // 2: task
          "18ac02", // 3: step 300
          "2002", // 4: epoch 2
          "280d", // 5: step 13 of the epoch
          "3206 646967657374", // 6: digest
          "3a01 61", // 7: best of
          "4255", // 8: student
          "0a01 61", // 1: name
          "1227", // 2: file of tensors
          "0a07 77656967687473", // 1: group
          "1215 612e776569676874732e7361666574656e736f7273", // 2: file
          "1878", // 3: bytes
          "25e248d5e4", // 4: CRC-32C
          "1a27", // 3: scalars
          "0a10 0a057068617365 12077761726d2d7570", // 1: phase: warm-up
          "1213 0a0e6f7074696d697a65722e73746570 10d804", // 2: optimizer.step: 300
          "4a27", // 9: scalars of the task
          "1a10 0a056d61704072 11000000000000d0bf", // 3: map@r: -0.25
          "1a13 0a08726563616c6c4031 11000000000000e03f"); // 3: recall@1: 0.5

  /** Of the one file of tensors: padded with spaces to a multiple of 8 bytes. */
  private static final String HEADER =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"conv.weight\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}       ";

  private static final String HEX = String.join("", MANIFEST).replace(" ", "");

  @TempDir Path folder;

  @Test
  void aManifestOfTodayIsThatOfEveryDay() throws IOException {
    Path written = new CheckpointStore(folder, 1).write(checkpoint());
    assertThat(HexFormat.of().formatHex(Files.readAllBytes(written.resolve("manifest.pb"))))
        .isEqualTo(HEX);
    assertThat(Files.readAllBytes(written.resolve("a.weights.safetensors"))).isEqualTo(tensors());
    try (Stream<Path> files = Files.list(written)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aCheckpointOfEveryDayIsRead() throws IOException {
    Path at = Files.createDirectories(folder.resolve("step-0000000300-7"));
    Files.write(at.resolve("manifest.pb"), HexFormat.of().parseHex(HEX));
    Files.write(at.resolve("a.weights.safetensors"), tensors());
    CheckpointStore store = new CheckpointStore(folder, 1);
    assertThat(store.latest()).contains(checkpoint());
    assertThat(store.best("a")).contains(checkpoint());
    assertThat(store.problems()).isEmpty();
  }

  private static byte[] tensors() {
    return ByteBuffer.allocate(Long.BYTES + HEADER.length() + 2 * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(HEADER.length())
        .put(HEADER.getBytes(StandardCharsets.US_ASCII))
        .putFloat(1)
        .putFloat(-2)
        .array();
  }

  private static Checkpoint checkpoint() {
    Map<String, StoredStudent> students = new LinkedHashMap<>();
    students.put(
        "a",
        new StoredStudent(
            Map.of(
                "weights",
                NamedTensors.NONE.with("conv.weight", HostTensor.of(new float[] {1, -2}, 2, 1))),
            Scalars.NONE.with("optimizer.step", 300).with("phase", "warm-up")));
    return new Checkpoint(
        "target",
        300,
        2,
        13,
        "digest",
        Set.of("a"),
        students,
        Scalars.NONE.with("recall@1", 0.5).with("map@r", -0.25));
  }
}
