package io.reflux.dataset;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/** An example whose line and, if need be, whose bytes are looked at. */
record ContentExample(String part, Dataset dataset, int id) {

  /** Its line, made of what is known without reading it. */
  ContentLine line() {
    return ContentLine.of(part, dataset, id);
  }

  /** Its line with a checksum; without one if it can't be read. */
  ContentLine checksummed(Looking looking) {
    ContentLine line = line();
    if (line.facts().hasCrc32()) {
      return line;
    }
    looking.at(dataset.location(id));
    OptionalLong sum = crc32();
    return sum.isPresent() ? line.withCrc32(sum.getAsLong()) : line;
  }

  /** A line and the label, as they are kept. */
  String kept(ContentLine line) {
    return line.timedText() + '\t' + dataset.label(id);
  }

  private OptionalLong crc32() {
    try {
      CRC32 sum = new CRC32();
      sum.update(dataset.read(id));
      return OptionalLong.of(sum.getValue());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
