package io.reflux.dataset;

import io.reflux.setting.Section;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A dataset as {@code reflux prepare} left it: shards of decoded, resized images with an index for
 * each part. Examples, classes and their order are those of the original.
 */
record Prepared(String key, Path root) implements DatasetRecipe {
  static final int MAGIC = 0x52465831;
  static final String INDEX = ".index";

  static Prepared read(Section section) {
    return new Prepared(
        section.path().isEmpty() ? "root" : section.path() + ".root", section.file("root"));
  }

  @Override
  public Splits open() {
    Map<String, Dataset> parts = new HashMap<>();
    try {
      ShardFiles shards = ShardFiles.in(root);
      for (Path index : indices()) {
        String name = index.getFileName().toString();
        parts.put(name.substring(0, name.length() - INDEX.length()), read(index, shards));
      }
    } catch (IOException e) {
      throw new DatasetException(
          key
              + ": "
              + root
              + " cannot be read: "
              + e.getMessage()
              + " (expected: what reflux prepare wrote)",
          e);
    }
    Dataset train = parts.remove("train");
    Dataset test = parts.remove("test");
    if (train == null || test == null) {
      throw new DatasetException(
          key
              + ": "
              + root
              + " has no train.index and test.index (expected: what reflux prepare"
              + " wrote, run to its end)");
    }
    return new Splits(train, test, parts);
  }

  private List<Path> indices() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(f -> f.toString().endsWith(INDEX)).sorted().toList();
    }
  }

  private static Dataset read(Path index, ShardFiles shards) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(index), 1 << 16))) {
      if (in.readInt() != MAGIC) {
        throw new IOException(index + " is no index");
      }
      int[] classIds = new int[in.readInt()];
      List<String> classNames = new ArrayList<>();
      for (int label = 0; label < classIds.length; label++) {
        classIds[label] = in.readInt();
        classNames.add(in.readUTF());
      }
      PreparedExamples examples = new PreparedExamples(shards, classIds, classNames, in.readInt());
      byte[] record = new byte[ShardRecord.BYTES];
      for (int id = 0; id < examples.size(); id++) {
        int label = in.readInt();
        in.readFully(record);
        examples.set(id, label, ShardRecord.decoded(ByteBuffer.wrap(record)), in.readUTF());
      }
      return examples;
    }
  }
}
