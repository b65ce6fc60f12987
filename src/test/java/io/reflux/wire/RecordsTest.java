package io.reflux.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.MessageLite;
import io.reflux.wire.proto.CheckpointManifestMessage;
import io.reflux.wire.proto.ShardHeaderMessage;
import io.reflux.wire.proto.ShardIndexMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records come back from their bytes as they were, and from other bytes not at all. */
class RecordsTest {
  private static final String DAMAGED =
      "damaged: its checksum differs (expected: the one written with it)";

  private interface Reader {
    Object read(byte[] bytes) throws IOException;
  }

  /** A record, its bytes, and what reads them. */
  private record Written(Object record, byte[] bytes, Reader reader) {
    @Override
    public String toString() {
      return record.getClass().getSimpleName();
    }
  }

  static Stream<Written> records() {
    ShardHeader header = header();
    CheckpointManifest manifest = manifest(Set.of("a", "ß/β"), scalars());
    CheckpointManifest empty =
        new CheckpointManifest("", 0, 0, 0, "", Set.of(), List.of(), Scalars.NONE);
    return Stream.of(
        new Written(header, header.toBytes(), b -> ShardHeader.parse(ByteBuffer.wrap(b))),
        new Written(manifest, manifest.toBytes(), CheckpointManifest::parse),
        new Written(empty, empty.toBytes(), CheckpointManifest::parse));
  }

  @ParameterizedTest
  @MethodSource("records")
  void comeBackAsTheyWere(Written written) throws IOException {
    assertThat(written.reader.read(written.bytes)).isEqualTo(written.record);
  }

  @ParameterizedTest
  @MethodSource("records")
  void areRefusedWhenCutOffOrChanged(Written written) {
    for (int at = 0; at < written.bytes.length; at++) {
      byte[] cut = Arrays.copyOf(written.bytes, at);
      assertThatThrownBy(() -> written.reader.read(cut))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cut off: ");
      byte[] changed = written.bytes.clone();
      changed[at] ^= 0x20;
      assertThatThrownBy(() -> written.reader.read(changed))
          .isInstanceOf(IOException.class)
          .message()
          .matches("cut off: \\d+ bytes \\(expected: \\d+\\)|" + Pattern.quote(DAMAGED));
    }
  }

  @Test
  void aHeaderAndAnIndexAreTakenFromTheFrontOfMore() throws IOException {
    ShardIndex index = new ShardIndex(new long[] {Long.MIN_VALUE, 0, -1}, new int[] {0, 7, 2});
    byte[] first = header().toBytes();
    byte[] second = index.toBytes();
    ByteBuffer bytes = ByteBuffer.allocate(first.length + second.length + 5);
    bytes.put(first).put(second).rewind();

    assertThat(ShardHeader.parse(bytes)).isEqualTo(header());
    ShardIndex read = ShardIndex.parse(bytes);
    assertThat(read.keys()).isEqualTo(index.keys());
    assertThat(read.slots()).isEqualTo(index.slots());
    assertThat(bytes.remaining()).isEqualTo(5);
  }

  @Test
  void anIndexOfNothingIsEmpty() throws IOException {
    ShardIndex none = new ShardIndex(new long[0], new int[0]);
    ShardIndex read = ShardIndex.parse(ByteBuffer.wrap(none.toBytes()));
    assertThat(read.keys()).isEmpty();
    assertThat(read.slots()).isEmpty();
  }

  @Test
  void anIndexWhoseKeysAndSlotsDifferInNumberIsRefused() {
    MessageLite message = ShardIndexMessage.newBuilder().addKeys(1).addKeys(2).addSlots(0).build();
    assertThatThrownBy(() -> ShardIndex.parse(ByteBuffer.wrap(framed(message))))
        .isInstanceOf(IOException.class)
        .hasMessage("index: 1 slots (expected: 2)");
  }

  @Test
  void anOtherFormatIsRefusedByItsNumber() {
    byte[] header = framed(ShardHeaderMessage.newBuilder().setFormatVersion(2).build());
    assertThatThrownBy(() -> ShardHeader.parse(ByteBuffer.wrap(header)))
        .isInstanceOf(IOException.class)
        .hasMessage("format version: 2 (expected: 1)");
    byte[] manifest = framed(CheckpointManifestMessage.newBuilder().setFormatVersion(7).build());
    assertThatThrownBy(() -> CheckpointManifest.parse(manifest))
        .isInstanceOf(IOException.class)
        .hasMessage("format version: 7 (expected: 1)");
  }

  @Test
  void aFrameAroundSomethingElseIsRefused() {
    byte[] noMessage = Frame.wrap(new byte[] {0, 1, 2, 3});
    assertThatThrownBy(() -> ShardHeader.parse(ByteBuffer.wrap(noMessage)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ShardIndex.parse(ByteBuffer.wrap(noMessage)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> CheckpointManifest.parse(noMessage)).isInstanceOf(IOException.class);
  }

  /** Maps and sets have no order of their own: the bytes must not show the one they were given. */
  @Test
  void equalManifestsGiveEqualBytes() {
    Map<String, Long> forward = new LinkedHashMap<>();
    Map<String, Long> backward = new LinkedHashMap<>();
    Set<String> best = new LinkedHashSet<>();
    for (int i = 0; i < 50; i++) {
      forward.put("value " + i, (long) i);
      backward.put("value " + (49 - i), 49L - i);
      best.add("student " + (i * 7) % 50);
    }
    byte[] one = manifest(best, new Scalars(Map.of(), forward, Map.of())).toBytes();
    byte[] other = manifest(Set.copyOf(best), new Scalars(Map.of(), backward, Map.of())).toBytes();
    assertThat(other).isEqualTo(one);
  }

  @Test
  void numbersAreKeptToTheBit() throws IOException {
    Scalars scalars =
        Scalars.NONE
            .with("nan", Double.longBitsToDouble(0x7ff8_0000_0000_0001L))
            .with("zero", -0.0)
            .with("least", Double.MIN_VALUE)
            .with("infinite", Double.NEGATIVE_INFINITY)
            .with("low", Long.MIN_VALUE)
            .with("high", Long.MAX_VALUE);
    byte[] bytes = manifest(Set.of(), scalars).toBytes();
    Scalars read = CheckpointManifest.parse(bytes).scalars();
    assertThat(read).isEqualTo(scalars);
    assertThat(Double.doubleToRawLongBits(read.doubles().getOrDefault("nan", 0.0)))
        .isEqualTo(0x7ff8_0000_0000_0001L);
  }

  @Test
  void scalarsAddWithoutChangingThoseBefore() {
    Scalars one = Scalars.NONE.with("a", "text").with("a", 1).with("a", 0.5);
    Scalars two = one.with("a", "other");
    assertThat(Scalars.NONE.texts()).isEmpty();
    assertThat(one).isEqualTo(new Scalars(Map.of("a", "text"), Map.of("a", 1L), Map.of("a", 0.5)));
    assertThat(two.texts()).containsExactly(Map.entry("a", "other"));
  }

  static ShardHeader header() {
    return new ShardHeader(
        "teacher",
        "transform",
        "FLOAT16",
        List.of(
            new ShardHeader.Output("embedding", List.of(512)),
            new ShardHeader.Output("map", List.of(7, 7, 2048)),
            new ShardHeader.Output("scalar", List.of())),
        204_808);
  }

  private static Scalars scalars() {
    return Scalars.NONE.with("phase", "warm-up").with("seed", -3).with("recall@1", 0.1);
  }

  private static CheckpointManifest manifest(Set<String> best, Scalars scalars) {
    return new CheckpointManifest(
        "target",
        1L << 40,
        3,
        17,
        "digest",
        best,
        List.of(
            new CheckpointManifest.Student("a", List.of(), scalars),
            new CheckpointManifest.Student(
                "ß/β",
                List.of(
                    new CheckpointManifest.TensorFile("weights", "w.safetensors", 1L << 33, -2),
                    new CheckpointManifest.TensorFile("optimizer", "o.safetensors", 0, 0)),
                Scalars.NONE)),
        scalars);
  }

  private static byte[] framed(MessageLite message) {
    return Frame.wrap(message.toByteArray());
  }
}
