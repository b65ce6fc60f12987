package io.reflux.intake;

import com.typesafe.config.ConfigFactory;
import io.reflux.dataset.Dataset;
import io.reflux.dataset.Datasets;
import io.reflux.dataset.DistinctExamples;
import io.reflux.dataset.ShardWriter;
import io.reflux.dataset.Splits;
import io.reflux.setting.Defaults;
import io.reflux.setting.Problems;
import io.reflux.setting.Section;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Every way in which images may lie on a disk. */
enum PackedImages {
  FOLDER("images"),
  ZIP("images.zip"),
  TAR("images.tar"),
  SHARDS("shards/shard-00000.bin");

  private static final int CLASSES = 4;
  private static final int OF_EACH = 3;

  private final String name;

  PackedImages(String name) {
    this.name = name;
  }

  /** The file, or the folder, that they lie in. */
  Path file(Path folder) {
    return folder.resolve(name);
  }

  /** Two classes to train on and two to test on, of three small pictures each. */
  Splits make(Path folder) throws IOException {
    Path file = file(folder);
    switch (this) {
      case FOLDER -> {
        for (Map.Entry<String, byte[]> image : images().entrySet()) {
          Files.createDirectories(file.resolve(image.getKey()).getParent());
          Files.write(file.resolve(image.getKey()), image.getValue());
        }
      }
      case ZIP -> zip(file);
      case TAR -> tar(Files.newOutputStream(file));
      case SHARDS -> {
        Splits splits = ZIP.make(folder);
        return shards(folder.resolve("shards"), splits);
      }
    }
    return open("image-folder", file);
  }

  private static void zip(Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> image : images().entrySet()) {
        zip.putNextEntry(new ZipEntry(image.getKey()));
        zip.write(image.getValue());
      }
    }
  }

  private static void tar(OutputStream file) throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(file)) {
      for (Map.Entry<String, byte[]> image : images().entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(image.getKey());
        entry.setSize(image.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(image.getValue());
        tar.closeArchiveEntry();
      }
    }
  }

  private static Splits shards(Path folder, Splits splits) throws IOException {
    Map<String, Dataset> parts = new LinkedHashMap<>();
    parts.put("train", splits.train());
    parts.put("test", splits.test());
    DistinctExamples examples = new DistinctExamples(parts);
    try (ShardWriter writer = ShardWriter.open(folder, 1 << 20, "a test")) {
      for (int number = 0; number < examples.size(); number++) {
        boolean trains = number < splits.train().size();
        Dataset part = trains ? splits.train() : splits.test();
        writer.add(part.read(examples.id(number)));
      }
      writer.finish(examples);
    }
    return open("prepared", folder);
  }

  private static Map<String, byte[]> images() {
    Map<String, byte[]> images = new LinkedHashMap<>();
    for (int c = 0; c < CLASSES; c++) {
      for (int i = 0; i < OF_EACH; i++) {
        byte[] pixels = new byte[3 * 8 * 8];
        java.util.Arrays.fill(pixels, (byte) (50 * c + i));
        images.put("c" + c + "/" + i + ".ppm", RawPicture.encode(new Picture(8, 8, pixels)));
      }
    }
    return images;
  }

  private static Splits open(String type, Path root) {
    String hocon = "type = " + type + ", root = \"" + root + "\"";
    Section section =
        new Section(ConfigFactory.parseString(hocon).root(), Defaults.NONE, "", new Problems());
    return Datasets.CATALOGUE.read(section).open();
  }
}
