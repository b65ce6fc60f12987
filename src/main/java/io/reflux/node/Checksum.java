package io.reflux.node;

import io.reflux.network.Images;
import java.util.zip.CRC32C;

/** What tells whether two machines have made the same images: CRC-32C of their pixels. */
final class Checksum {
  private Checksum() {}

  /** Of images. */
  static int of(Images images) {
    CRC32C checksum = new CRC32C();
    checksum.update(images.pixels().duplicate());
    return (int) checksum.getValue();
  }
}
