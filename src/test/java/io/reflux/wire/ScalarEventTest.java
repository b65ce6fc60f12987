package io.reflux.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reflux.wire.proto.EventMessage;
import io.reflux.wire.proto.SummaryMessage;
import io.reflux.wire.proto.ValueMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarEventTest {

  /** Field by field as TensorBoard's event.proto and summary.proto number them. */
  @Test
  void bytesAreWhatTensorBoardReads() {
    assertThat(hex(new ScalarEvent(1.5, 300, "loss", 0.25f).toBytes()))
        .isEqualTo(
            "09"
                + "000000000000f83f" // 1: wall_time, double
                + "10"
                + "ac02" // 2: step, varint
                + "2a"
                + "0d" // 5: summary, 13 bytes
                + "0a"
                + "0b" // 1: value, 11 bytes
                + "0a"
                + "04"
                + "6c6f7373" // 1: tag
                + "15"
                + "0000803e"); // 2: simple_value, float
    assertThat(hex(ScalarEvent.opening(1.5)))
        .isEqualTo("09" + "000000000000f83f" + "1a" + "0d" + "627261696e2e4576656e743a32");
  }

  @ParameterizedTest
  @ValueSource(
      floats = {0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY})
  void comesBackAsItWas(float value) throws IOException {
    ScalarEvent event = new ScalarEvent(1.75e9, Long.MAX_VALUE, "target/β/recall@1", value);
    assertThat(ScalarEvent.parse(event.toBytes())).isEqualTo(event);
  }

  @Test
  void whatIsNoSingleNumberIsRefused() {
    assertThatThrownBy(() -> ScalarEvent.parse(ScalarEvent.opening(0)))
        .isInstanceOf(IOException.class)
        .hasMessage("event: 0 values (expected: 1)");
    ValueMessage value = ValueMessage.newBuilder().setTag("a").setSimpleValue(1).build();
    byte[] two =
        EventMessage.newBuilder()
            .setSummary(SummaryMessage.newBuilder().addValue(value).addValue(value))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> ScalarEvent.parse(two))
        .isInstanceOf(IOException.class)
        .hasMessage("event: 2 values (expected: 1)");
    byte[] cut = Arrays.copyOf(two, two.length - 1);
    assertThatThrownBy(() -> ScalarEvent.parse(cut)).isInstanceOf(IOException.class);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
