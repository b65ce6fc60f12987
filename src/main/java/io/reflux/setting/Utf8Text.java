package io.reflux.setting;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** What bytes say in UTF-8. The parser would put a sign for what it can't read, and go on. */
final class Utf8Text {
  private Utf8Text() {}

  /**
   * Reads all of it.
   *
   * @throws RefusedTextException naming the first line that is in another encoding
   */
  static String of(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError() || text.chars().anyMatch(c -> c == 0)) {
      long line = 1 + text.chars().takeWhile(c -> c != 0).filter(c -> c == '\n').count();
      throw new RefusedTextException("line " + line + " is not in UTF-8", "a text in UTF-8");
    }
    return text.toString();
  }
}
