package io.reflux.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** One part of a prepared dataset, in a few arrays. */
final class PreparedExamples extends LabelledFiles {
  private final ShardFiles shards;
  private final int[] labels;
  private final int[] shard;
  private final long[] offset;
  private final int[] length;
  private final int[] checksum;
  private final int[] nameEnd;
  private byte[] names = new byte[1024];

  PreparedExamples(ShardFiles shards, int[] classIds, List<String> classNames, int size) {
    this(shards, classIds, classNames, new int[size]);
  }

  private PreparedExamples(
      ShardFiles shards, int[] classIds, List<String> classNames, int[] labels) {
    super(labels, classNames, classIds);
    this.shards = shards;
    this.labels = labels;
    int size = labels.length;
    shard = new int[size];
    offset = new long[size];
    length = new int[size];
    checksum = new int[size];
    nameEnd = new int[size];
  }

  /**
   * Fills in an example; to be called in order, before anything is read.
   *
   * @throws IOException if its bytes are in no shard
   */
  void set(int id, int label, ShardRecord record, String name) throws IOException {
    shards.check(record);
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
  public String location(int id) {
    return length[id] == 0 ? name(id) : shards.path(shard[id]) + ": " + name(id);
  }

  @Override
  public FileFacts facts(int id) {
    return FileFacts.ofEntry(length[id], Integer.toUnsignedLong(checksum[id]));
  }

  @Override
  public byte[] read(int id) throws IOException {
    if (length[id] == 0) {
      throw new DamagedFileException("it could not be read when the shards were prepared");
    }
    byte[] bytes = shards.read(shard[id], offset[id], length[id]);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    if ((int) crc.getValue() != checksum[id]) {
      throw new DamagedFileException("damaged in shard " + shard[id] + " (its checksum differs)");
    }
    return bytes;
  }

  private int nameStart(int id) {
    return id == 0 ? 0 : nameEnd[id - 1];
  }
}
