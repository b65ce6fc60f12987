package io.reflux.dataset;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes the records of a dataset end to end into files of bounded size, each record beside a line
 * in a journal. Whoever is killed goes on after the last record whose line is whole. At the end an
 * index for each part replaces the journal. For one thread.
 */
public final class ShardWriter implements AutoCloseable {
  private final Path folder;
  private final long shardBytes;
  private final FileChannel journal;
  private final List<ShardRecord> records;
  private FileChannel shard;
  private int shardNumber;
  private long shardSize;

  private ShardWriter(Path folder, long shardBytes, FileChannel journal) throws IOException {
    this.folder = folder;
    this.shardBytes = shardBytes;
    this.journal = journal;
    records = ShardRecord.readAll(journal);
    journal.truncate((long) records.size() * ShardRecord.BYTES);
    journal.position(journal.size());
    ShardRecord last = records.isEmpty() ? ShardRecord.NONE : records.get(records.size() - 1);
    shardNumber = last.shard();
    shardSize = last.end();
    shard = open(shardNumber);
    if (shard.size() < shardSize) {
      throw new IOException(
          shardFile(folder, shardNumber)
              + ": "
              + shard.size()
              + " bytes (expected: at least "
              + shardSize
              + ", as its journal says)");
    }
    shard.truncate(shardSize);
    shard.position(shardSize);
  }

  /**
   * Begins in an empty folder, or goes on where an earlier writer stopped.
   *
   * @param shardBytes a file is closed once it has so many bytes
   * @param described what is prepared, in one line; what was begun as something else is refused
   */
  public static ShardWriter open(Path folder, long shardBytes, String described)
      throws IOException {
    new ShardFolder(folder).begin(described);
    FileChannel journal =
        FileChannel.open(
            folder.resolve(ShardFolder.JOURNAL),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    return new ShardWriter(folder, shardBytes, journal);
  }

  /** Whether an earlier writer has brought this to its end. */
  public static boolean isFinished(Path folder, String described) throws IOException {
    ShardFolder own = new ShardFolder(folder);
    boolean finished = own.isFinished();
    if (finished) {
      own.begin(described);
    }
    return finished;
  }

  /** Whether a record stands for an image that could not be read. */
  public boolean isEmpty(int record) {
    return records.get(record).length() == 0;
  }

  /** How many records there are. */
  public int size() {
    return records.size();
  }

  /** Adds the next record; one without bytes stands for an image that could not be read. */
  public void add(byte[] bytes) throws IOException {
    if (shardSize > 0 && shardSize + bytes.length > shardBytes) {
      shard.close();
      shard = open(++shardNumber);
      shardSize = 0;
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    writeAll(shard, ByteBuffer.wrap(bytes));
    ShardRecord record =
        new ShardRecord(shardNumber, shardSize, bytes.length, (int) checksum.getValue());
    shardSize += bytes.length;
    writeAll(journal, record.encoded());
    records.add(record);
  }

  /**
   * Writes the indices and removes the journal.
   *
   * @param examples what was added, in the order of its numbers
   */
  public void finish(DistinctExamples examples) throws IOException {
    shard.force(true);
    for (Map.Entry<String, int[]> part : examples.numbers().entrySet()) {
      write(part.getKey(), examples.part(part.getKey()), part.getValue());
    }
    close();
    Files.delete(folder.resolve(ShardFolder.JOURNAL));
  }

  @Override
  public void close() throws IOException {
    shard.close();
    journal.close();
  }

  static Path shardFile(Path folder, int number) {
    return folder.resolve(String.format("shard-%05d.bin", number));
  }

  private FileChannel open(int number) throws IOException {
    return FileChannel.open(
        shardFile(folder, number), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private void write(String part, Dataset dataset, int[] numbers) throws IOException {
    Path aside = folder.resolve(part + ".index.tmp");
    try (DataOutputStream out =
        new DataOutputStream(
            new java.io.BufferedOutputStream(Files.newOutputStream(aside), 1 << 16))) {
      out.writeInt(Prepared.MAGIC);
      out.writeInt(dataset.classes());
      for (int label = 0; label < dataset.classes(); label++) {
        out.writeInt(dataset.classId(label));
        out.writeUTF(dataset.className(label));
      }
      out.writeInt(dataset.size());
      for (int id = 0; id < dataset.size(); id++) {
        out.writeInt(dataset.label(id));
        out.write(records.get(numbers[id]).encoded().array());
        out.writeUTF(dataset.name(id));
      }
    }
    Files.move(aside, folder.resolve(part + Prepared.INDEX), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
