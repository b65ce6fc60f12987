package io.reflux.intake;

/** The decimal numbers of a portable anymap, one after the other; comments are passed over. */
final class PnmTokens {
  private final byte[] file;
  private int at;

  PnmTokens(byte[] file, int start) {
    this.file = file;
    at = start;
  }

  /** Where the last token ended. */
  int position() {
    return at;
  }

  /** The next number, of so many digits at most. */
  int number(int longest) throws UndecodableException {
    skip();
    long value = 0;
    int start = at;
    while (at < file.length && file[at] >= '0' && file[at] <= '9' && at - start < longest) {
      value = 10 * value + file[at++] - '0';
    }
    boolean ends = at == file.length || PnmHeader.isSpace(file[at]) || file[at] == '#';
    if (at == start || value > Integer.MAX_VALUE || !(ends || longest == 1)) {
      throw new UndecodableException(
          at >= file.length ? "the file is truncated" : "damaged pnm file: a number is none");
    }
    return (int) value;
  }

  private void skip() {
    while (at < file.length && (PnmHeader.isSpace(file[at]) || file[at] == '#')) {
      if (file[at++] == '#') {
        while (at < file.length && file[at] != '\n' && file[at] != '\r') {
          at++;
        }
      }
    }
  }
}
