package io.reflux.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.reflux.Campaign;
import io.reflux.fuzz.Fuzz;
import io.reflux.fuzz.Mutations;
import io.reflux.wire.CheckpointManifest;
import io.reflux.wire.Scalars;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Manifests in any state: read as they were written, or refused. */
class CheckpointFuzzTest {
  private static final int HEAD = 8;

  @Test
  void manifests() throws Exception {
    torn().few(3000);
    sealed().few(2000);
  }

  @Test
  @Campaign
  void manyManifests() throws Exception {
    torn().many(3000);
    sealed().many(2000);
  }

  /** What a disk may do to a file: the checksum tells of it. */
  private static Fuzz torn() {
    CheckpointManifest written = sample();
    byte[] bytes = written.toBytes();
    return new Fuzz(
        "manifests",
        new Mutations(List.of(bytes), List.of()),
        input -> assertThat(CheckpointManifest.parse(input)).isEqualTo(written),
        IOException.class::isInstance);
  }

  /** What a program may write that means harm: its checksum fits. */
  private static Fuzz sealed() {
    byte[] bytes = sample().toBytes();
    byte[] message = java.util.Arrays.copyOfRange(bytes, HEAD, bytes.length);
    Mutations mutations = new Mutations(List.of(message), List.of("step-1", "../../x", "\n\7"));
    return new Fuzz(
        "sealed manifests",
        draws -> framed(mutations.apply(draws)),
        input -> CheckpointManifest.parse(input).toBytes(),
        IOException.class::isInstance);
  }

  private static byte[] framed(byte[] message) {
    CRC32C checksum = new CRC32C();
    checksum.update(message);
    return ByteBuffer.allocate(HEAD + message.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(message.length)
        .putInt((int) checksum.getValue())
        .put(message)
        .array();
  }

  private static CheckpointManifest sample() {
    return new CheckpointManifest(
        "target",
        123,
        2,
        7,
        "digest",
        Set.of("student"),
        List.of(
            new CheckpointManifest.Student(
                "student",
                List.of(new CheckpointManifest.TensorFile("weights", "s.safetensors", 400, 17)),
                Scalars.NONE.with("optimizer.step", 123L).with("phase", "warm-up"))),
        Scalars.NONE.with("seconds", 1.5).with("seed", 7L));
  }
}
