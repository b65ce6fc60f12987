package io.reflux.dataset;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** One part of a prepared dataset, in a few arrays. */
final class PreparedExamples extends LabelledFiles {
  private final List<ByteBuffer> shards;
  private final int[] labels;
  private final int[] shard;
  private final long[] offset;
  private final int[] length;
  private final int[] checksum;
  private final int[] nameEnd;
  // Checked when it is first read. Two threads that check at once come to the same.
  private final boolean[] sound;
  private byte[] names = new byte[1024];

  PreparedExamples(List<ByteBuffer> shards, int[] classIds, List<String> classNames, int size) {
    this(shards, classIds, classNames, new int[size]);
  }

  private PreparedExamples(
      List<ByteBuffer> shards, int[] classIds, List<String> classNames, int[] labels) {
    super(labels, classNames, classIds);
    this.shards = shards;
    this.labels = labels;
    int size = labels.length;
    shard = new int[size];
    offset = new long[size];
    length = new int[size];
    checksum = new int[size];
    nameEnd = new int[size];
    sound = new boolean[size];
  }

  /** Fills in an example; to be called in order, before anything is read. */
  void set(int id, int label, ShardRecord record, String name) {
    labels[id] = label;
    shard[id] = record.shard();
    offset[id] = record.offset();
    length[id] = record.length();
    checksum[id] = record.checksum();
    byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
    int start = nameStart(id);
    if (names.length < start + encoded.length) {
      names = Arrays.copyOf(names, names.length * 3 / 2 + encoded.length);
    }
    System.arraycopy(encoded, 0, names, start, encoded.length);
    nameEnd[id] = start + encoded.length;
  }

  @Override
  public String name(int id) {
    int start = nameStart(id);
    return new String(names, start, nameEnd[id] - start, StandardCharsets.UTF_8);
  }

  @Override
  public byte[] read(int id) throws IOException {
    ByteBuffer bytes = bytes(id);
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  @Override
  public ByteBuffer bytes(int id) throws IOException {
    if (length[id] == 0) {
      throw new IOException("it could not be read when the shards were prepared");
    }
    if (shard[id] >= shards.size()) {
      throw new IOException("shard " + shard[id] + " is missing");
    }
    ByteBuffer all = shards.get(shard[id]);
    if (offset[id] + length[id] > all.limit()) {
      throw new IOException("shard " + shard[id] + " ends inside of it");
    }
    if (!sound[id]) {
      CRC32 crc = new CRC32();
      crc.update(all.slice((int) offset[id], length[id]));
      if ((int) crc.getValue() != checksum[id]) {
        throw new IOException("damaged in shard " + shard[id] + " (its checksum differs)");
      }
      sound[id] = true;
    }
    return all.slice((int) offset[id], length[id]);
  }

  private int nameStart(int id) {
    return id == 0 ? 0 : nameEnd[id - 1];
  }
}
