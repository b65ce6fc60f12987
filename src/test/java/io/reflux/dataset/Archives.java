package io.reflux.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;
import us.hebi.matlab.mat.types.Struct;

/** Tiny archives like those that datasets are published in. */
final class Archives {
  private Archives() {}

  /** Files by path, each holding its own path as text; or a text given after {@code =}. */
  static Map<String, byte[]> files(String... paths) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String path : paths) {
      int equals = path.indexOf('=');
      String name = equals < 0 ? path : path.substring(0, equals);
      files.put(name, path.substring(equals + 1).getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  /** Writes files into a folder. */
  static void folder(Path root, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  static void zip(Path archive, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(archive.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
  }

  /** A TAR archive; zipped if it is called so. */
  static void tar(Path archive, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(archive.getParent());
    try (OutputStream file = Files.newOutputStream(archive);
        OutputStream out = archive.toString().endsWith("gz") ? new GZIPOutputStream(file) : file) {
      out.write(tar(files));
    }
  }

  /** The bytes of a TAR archive; a file {@code a -> b} is a symbolic link. */
  static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        String[] link = file.getKey().split(" -> ");
        TarArchiveEntry entry =
            link.length == 1
                ? new TarArchiveEntry(link[0], true)
                : new TarArchiveEntry(link[0], TarConstants.LF_SYMLINK, true);
        if (link.length == 2) {
          entry.setLinkName(link[1]);
        } else {
          entry.setSize(file.getValue().length);
        }
        tar.putArchiveEntry(entry);
        if (link.length == 1) {
          tar.write(file.getValue());
        }
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** Stanford Cars' list: {@code path, class} by turns. */
  static byte[] carAnnotations(Object... rows) throws IOException {
    Struct annotations = Mat5.newStruct(1, rows.length / 2);
    for (int i = 0; i < rows.length / 2; i++) {
      annotations.set("relative_im_path", i, Mat5.newString((String) rows[2 * i]));
      annotations.set("class", i, Mat5.newScalar((Integer) rows[2 * i + 1]));
    }
    return mat("annotations", annotations);
  }

  /** The development kit's synsets: {@code wnid, children} by turns; the first has number 1. */
  static byte[] synsets(Object... rows) throws IOException {
    Struct synsets = Mat5.newStruct(rows.length / 2, 1);
    for (int i = 0; i < rows.length / 2; i++) {
      synsets.set("ILSVRC2012_ID", i, Mat5.newScalar(i + 1));
      synsets.set("WNID", i, Mat5.newString((String) rows[2 * i]));
      synsets.set("num_children", i, Mat5.newScalar((Integer) rows[2 * i + 1]));
    }
    return mat("synsets", synsets);
  }

  private static byte[] mat(String name, Struct struct) throws IOException {
    Path file = Files.createTempFile("reflux-test-", ".mat");
    try {
      try (MatFile mat = Mat5.newMatFile().addArray(name, struct);
          Sink sink = Sinks.newStreamingFile(file.toFile())) {
        mat.writeTo(sink);
      }
      return Files.readAllBytes(file);
    } finally {
      Files.delete(file);
    }
  }
}
