package io.reflux.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final byte[] PAYLOAD = "123456789".getBytes(StandardCharsets.US_ASCII);

  /** E3069283 is the check value that CRC-32C's definition gives for these nine digits. */
  @Test
  void lengthAndChecksumStandBeforeTheMessage() {
    assertThat(hex(Frame.wrap(PAYLOAD))).isEqualTo("09000000" + "839206e3" + "313233343536373839");
    assertThat(hex(Frame.wrap(new byte[0]))).isEqualTo("00000000" + "00000000");
  }

  @Test
  void framesOneBehindTheOtherAreTakenOneByOne() throws IOException {
    ByteBuffer both =
        ByteBuffer.allocate(64).put(Frame.wrap(PAYLOAD)).put(Frame.wrap(new byte[0])).put((byte) 7);
    both.flip();
    assertThat(bytes(Frame.unwrap(both))).isEqualTo(PAYLOAD);
    assertThat(bytes(Frame.unwrap(both))).isEmpty();
    assertThat(both.remaining()).isEqualTo(1);
  }

  @Test
  void aFrameThatIsCutOffAnywhereIsRefused() {
    byte[] whole = Frame.wrap(PAYLOAD);
    for (int length = 0; length < 8; length++) {
      assertRefused(
          Arrays.copyOf(whole, length), "cut off: %d bytes (expected: at least 8)", length);
    }
    for (int length = 8; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "cut off: %d bytes (expected: 9)", length - 8);
    }
  }

  @Test
  void aLengthBeyondTheBytesIsRefusedHoweverLarge() {
    byte[] whole = Frame.wrap(PAYLOAD);
    whole[3] = (byte) 0xFF;
    assertRefused(whole, "cut off: 9 bytes (expected: 4278190089)");
    whole[3] = 0x7F;
    assertRefused(whole, "cut off: 9 bytes (expected: 2130706441)");
  }

  @Test
  void anyOtherBitIsRefused() {
    byte[] whole = Frame.wrap(PAYLOAD);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Frame.unwrap(ByteBuffer.wrap(damaged)))
          .isInstanceOf(IOException.class)
          .message()
          .matches(
              "cut off: 9 bytes \\(expected: \\d+\\)"
                  + "|damaged: its checksum differs \\(expected: the one written with it\\)");
    }
  }

  private static void assertRefused(byte[] bytes, String sentence, Object... numbers) {
    assertThatThrownBy(() -> Frame.unwrap(ByteBuffer.wrap(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessage(sentence, numbers);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
