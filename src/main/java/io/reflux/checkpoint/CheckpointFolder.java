package io.reflux.checkpoint;

import io.reflux.weights.DurableFile;
import io.reflux.weights.NamedTensors;
import io.reflux.weights.SafetensorsFile;
import io.reflux.wire.CheckpointManifest;
import io.reflux.wire.CheckpointManifest.Student;
import io.reflux.wire.CheckpointManifest.TensorFile;
import io.reflux.wire.Scalars;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** One checkpoint's files: {@code <student>.<group>.safetensors} and {@code manifest.pb}. */
record CheckpointFolder(Path path) {
  private static final String MANIFEST = "manifest.pb";
  private static final int CHUNK_BYTES = 1 << 20;

  /** Fills the folder, the manifest last; all of it is on the disk when this returns. */
  void write(Checkpoint checkpoint) throws IOException {
    List<Student> students = new ArrayList<>();
    for (Map.Entry<String, StoredStudent> student : checkpoint.students().entrySet()) {
      students.add(writeStudent(student.getKey(), student.getValue()));
    }
    byte[] manifest =
        new CheckpointManifest(
                checkpoint.task(),
                checkpoint.step(),
                checkpoint.epoch(),
                checkpoint.stepInEpoch(),
                checkpoint.pipelineDigest(),
                checkpoint.bestOf(),
                students,
                checkpoint.scalars())
            .toBytes();
    DurableFile.write(path.resolve(MANIFEST), manifest);
  }

  /** Reads the manifest alone. */
  CheckpointManifest manifest() throws IOException {
    Path file = path.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + ": missing (expected: a manifest)");
    }
    try {
      return CheckpointManifest.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads and checks everything.
   *
   * @throws IOException if anything is missing or differs from what was written, naming it
   */
  Checkpoint read() throws IOException {
    CheckpointManifest manifest = manifest();
    Map<String, StoredStudent> students = new LinkedHashMap<>();
    for (Student student : manifest.students()) {
      Map<String, NamedTensors> groups = new LinkedHashMap<>();
      for (TensorFile file : student.files()) {
        groups.put(file.group(), readChecked(file));
      }
      students.put(student.name(), new StoredStudent(groups, student.scalars()));
    }
    return new Checkpoint(
        manifest.task(),
        manifest.step(),
        manifest.epoch(),
        manifest.stepInEpoch(),
        manifest.pipelineDigest(),
        manifest.bestOf(),
        students,
        manifest.scalars());
  }

  private Student writeStudent(String name, StoredStudent state) throws IOException {
    List<TensorFile> files = new ArrayList<>();
    for (Map.Entry<String, NamedTensors> group : state.groups().entrySet()) {
      String file = escaped(name) + "." + escaped(group.getKey()) + ".safetensors";
      Path target = path.resolve(file);
      new SafetensorsFile(group.getValue(), Map.of("format", "pt")).writeAlone(target);
      files.add(new TensorFile(group.getKey(), file, Files.size(target), crc32c(target)));
    }
    Scalars scalars = state.scalars();
    return new Student(name, files, scalars);
  }

  /**
   * The file of a student's network, checked.
   *
   * @throws IOException if it is missing or differs from what was written
   */
  Path network(String student) throws IOException {
    for (Student each : manifest().students()) {
      for (TensorFile file : each.files()) {
        if (each.name().equals(student) && file.group().equals(StoredStudent.NETWORK)) {
          return checked(file);
        }
      }
    }
    throw new IOException(path + ": no network of " + student + " (expected: one of its students)");
  }

  private NamedTensors readChecked(TensorFile file) throws IOException {
    return SafetensorsFile.read(checked(file)).tensors();
  }

  private Path checked(TensorFile file) throws IOException {
    Path source = path.resolve(file.file());
    if (!Files.isRegularFile(source)) {
      throw new IOException(source + ": missing (expected: " + file.bytes() + " bytes)");
    }
    if (Files.size(source) != file.bytes()) {
      throw new IOException(
          source + ": " + Files.size(source) + " bytes (expected: " + file.bytes() + ")");
    }
    int checksum = crc32c(source);
    if (checksum != file.crc32c()) {
      throw new IOException(
          "%s: CRC-32C %08x (expected: %08x)".formatted(source, checksum, file.crc32c()));
    }
    return source;
  }

  private static int crc32c(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(chunk) >= 0) {
        checksum.update(chunk.flip());
        chunk.clear();
      }
    }
    return (int) checksum.getValue();
  }

  /** Any name as a part of a file name without dots and slashes. */
  private static String escaped(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace(".", "%2E");
  }
}
