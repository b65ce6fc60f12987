package io.reflux.bench;

import io.reflux.dataset.Unclassified;
import io.reflux.intake.Picture;
import io.reflux.intake.RawPicture;

/**
 * Black pictures of a few pixels, which take no decoding: only their storage is waited for.
 *
 * @param size how many
 * @param raw the bytes of each
 * @param storage works whenever one is read
 */
record SimulatedImages(int size, byte[] raw, SimulatedDevice storage) implements Unclassified {
  static final int SIDE = 8;

  /** So many pictures in a storage. */
  static SimulatedImages of(int size, SimulatedDevice storage) {
    byte[] rgb = new byte[Picture.CHANNELS * SIDE * SIDE];
    return new SimulatedImages(size, RawPicture.encode(new Picture(SIDE, SIDE, rgb)), storage);
  }

  @Override
  public String name(int id) {
    return "picture " + id;
  }

  @Override
  public byte[] read(int id) {
    storage.work();
    return raw;
  }
}
